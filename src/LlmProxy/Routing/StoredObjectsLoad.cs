using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Routing;

/// <summary>Reads what was remembered of stored objects.</summary>
internal sealed partial class StoredObjectsLoad(StoredObjects objects, Degradations degradations, TimeProvider clock, ILogger<StoredObjectsLoad> logger)
    : StoreLoad(degradations.Get(Component), clock)
{
    /// <summary>The side component of stored objects.</summary>
    public const string Component = "stored_objects";

    /// <inheritdoc/>
    protected override Task LoadAsync(CancellationToken cancellationToken) => objects.LoadAsync(cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Objects of before go to the default cluster meanwhile; better than no gateway.</remarks>
    protected override void TellNotLoaded(IOException failure) => Log.NotLoaded(logger, failure);

    // Event ids 465 to 469. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            465, LogLevel.Error, "What was remembered of stored objects cannot be read; until it can, those made before go to their route's default cluster.",
            EventName = "StoredObjectsNotLoaded")]
        public static partial void NotLoaded(ILogger logger, Exception exception);
    }
}
