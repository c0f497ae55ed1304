using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Routing;

/// <summary>Reads what was remembered of stored objects before the first request comes.</summary>
internal sealed partial class StoredObjectsLoad(StoredObjects objects, ILogger<StoredObjectsLoad> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await objects.LoadAsync(cancellationToken);
        }
        catch (IOException e)
        {
            // Objects of before go to the default cluster; better than no gateway.
            Log.NotLoaded(logger, e);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Event ids 465 to 469. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            465, LogLevel.Error, "What was remembered of stored objects cannot be read; those made before go to their route's default cluster.",
            EventName = "StoredObjectsNotLoaded")]
        public static partial void NotLoaded(ILogger logger, Exception exception);
    }
}
