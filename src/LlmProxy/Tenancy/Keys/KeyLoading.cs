using LlmProxy.Configuration;
using LlmProxy.Health.Degradation;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tenancy.Keys;

/// <summary>Reads the stored keys before the first request comes; where the store cannot be read, tries again until it can.</summary>
internal sealed partial class KeyLoading(
    KeyRegistry keys, LlmConfigState configuration, Degradations degradations, TimeProvider clock, ILogger<KeyLoading> logger)
    : IHostedLifecycleService, IDisposable
{
    /// <summary>The side component of stored keys.</summary>
    public const string Component = "keys";

    /// <summary>How long a store that cannot be read is left alone.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly SideComponent _guard = degradations.Get(Component);
    private readonly CancellationTokenSource _stopping = new();
    private Task _trying = Task.CompletedTask;
    private string _failure = "";

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (await TryLoadAsync(cancellationToken))
            return;
        Tell();
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

    private void Tell()
    {
        if (keys.IsKnown)
            Log.Missing(logger, _failure);
        else if (configuration.Current.Proxy.AllowAnonymous)
            Log.OpenUnread(logger);
        else
            Log.ClosedUnread(logger, _failure);
    }

    private async Task TryAgainAsync()
    {
        try
        {
            do
                await Task.Delay(Pause, clock, _stopping.Token);
            while (!await TryLoadAsync(_stopping.Token));
        }
        catch (OperationCanceledException)
        {
            // The gateway ends.
        }
    }

    private async Task<bool> TryLoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await keys.LoadAsync(cancellationToken);
            _guard.Recovered();
            return true;
        }
        catch (IOException e)
        {
            _failure = e.Message;
            _guard.Report(e);
            return false;
        }
    }

    // Event ids 505 to 509. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            505, LogLevel.Error,
            "It is not known whether there are stored keys, since the store cannot be read; LlmProxy:AllowAnonymous lets everybody in meanwhile.",
            EventName = "OpenWithoutKeys")]
        public static partial void OpenUnread(ILogger logger);

        [LoggerMessage(
            506, LogLevel.Warning,
            "There is no store and none can be made, so nothing outlives this process and no key can be made: {Reason} Name a folder that can be written to in LlmProxy:Storage:Path.",
            EventName = "NoStoreOfKeys")]
        public static partial void Missing(ILogger logger, string reason);

        [LoggerMessage(
            507, LogLevel.Error,
            "The store is there and cannot be read, so stored keys are not known and nobody gets in by one; it is tried again: {Reason}",
            EventName = "KeysUnread")]
        public static partial void ClosedUnread(ILogger logger, string reason);
    }
}
