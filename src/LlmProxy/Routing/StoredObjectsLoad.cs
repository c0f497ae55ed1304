using LlmProxy.Health.Degradation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Routing;

/// <summary>Reads what was remembered of stored objects before the first request comes; where the store cannot be read, tries again until it can.</summary>
internal sealed partial class StoredObjectsLoad(StoredObjects objects, Degradations degradations, TimeProvider clock, ILogger<StoredObjectsLoad> logger)
    : IHostedLifecycleService, IDisposable
{
    /// <summary>The side component of stored objects.</summary>
    public const string Component = "stored_objects";

    /// <summary>How long a store that cannot be read is left alone.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly SideComponent _guard = degradations.Get(Component);
    private readonly CancellationTokenSource _stopping = new();
    private Task _trying = Task.CompletedTask;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (await TryLoadAsync(cancellationToken) is not { } failure)
            return;
        // Objects of before go to the default cluster meanwhile; better than no gateway.
        Log.NotLoaded(logger, failure);
        _trying = TryAgainAsync();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _trying;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _stopping.Dispose();

    private async Task TryAgainAsync()
    {
        try
        {
            do
                await Task.Delay(Pause, clock, _stopping.Token);
            while (await TryLoadAsync(_stopping.Token) is not null);
        }
        catch (OperationCanceledException)
        {
            // The gateway ends.
        }
    }

    private async Task<IOException?> TryLoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await objects.LoadAsync(cancellationToken);
            _guard.Recovered();
            return null;
        }
        catch (IOException e)
        {
            _guard.Report(e);
            return e;
        }
    }

    // Event ids 465 to 469. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            465, LogLevel.Error, "What was remembered of stored objects cannot be read; until it can, those made before go to their route's default cluster.",
            EventName = "StoredObjectsNotLoaded")]
        public static partial void NotLoaded(ILogger logger, Exception exception);
    }
}
