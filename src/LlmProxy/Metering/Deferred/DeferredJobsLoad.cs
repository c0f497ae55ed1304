using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Metering.Deferred;

/// <summary>Reads what is remembered of the work behind requests.</summary>
internal sealed partial class DeferredJobsLoad(DeferredJobs jobs, Degradations degradations, TimeProvider clock, ILogger<DeferredJobsLoad> logger)
    : StoreLoad(degradations.Get(Component), clock)
{
    /// <summary>The side component of deferred work.</summary>
    public const string Component = "deferred_jobs";

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken) => jobs.LoadAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void TellNotLoaded(IOException failure) => Log.NotLoaded(logger, failure);

    // Event ids 590 to 594. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            590, LogLevel.Error, "It cannot be read which batches and background responses are still to be charged; until it can, those of before are not, also if they end.",
            EventName = "DeferredJobsNotLoaded")]
        public static partial void NotLoaded(ILogger logger, Exception exception);
    }
}
