using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Prompts.Quality;

/// <summary>Reads what was said of answers before.</summary>
internal sealed partial class FeedbackLoad(FeedbackBook book, Degradations degradations, TimeProvider clock, ILogger<FeedbackLoad> logger)
    : StoreLoad(degradations.Get(Component), clock)
{
    /// <summary>The side component, for health.</summary>
    public const string Component = "feedback";

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken) => book.LoadAsync(cancellationToken);

    /// <inheritdoc/>
    protected override void TellNotLoaded(IOException failure) => Log.NotLoaded(logger, failure);

    // Event id 728. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(728, LogLevel.Error, "What was said of answers cannot be read; until it can, feedback is refused with 503.", EventName = "FeedbackNotLoaded")]
        public static partial void NotLoaded(ILogger logger, Exception exception);
    }
}
