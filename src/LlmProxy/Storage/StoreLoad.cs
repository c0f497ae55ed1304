using LlmProxy.Health.Degradation;
using Microsoft.Extensions.Hosting;

namespace LlmProxy.Storage;

/// <summary>Reads what a part keeps in the store before the first request comes; where the store cannot be read, tries again until it can.</summary>
/// <param name="guard">The part, for health: degraded while it has not been read.</param>
/// <param name="clock">The clock.</param>
internal abstract class StoreLoad(SideComponent guard, TimeProvider clock) : IHostedLifecycleService, IDisposable
{
    /// <summary>How long a store that cannot be read is left alone.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private Task _trying = Task.CompletedTask;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (await TryLoadAsync(cancellationToken) is not { } failure)
            return;
        TellNotLoaded(failure);
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

    /// <summary>Reads it; what was added since the start stays.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    protected abstract Task LoadAsync(CancellationToken cancellationToken);

    /// <summary>Says, once, that it could not be read at the start and what that means.</summary>
    protected abstract void TellNotLoaded(IOException failure);

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
            await LoadAsync(cancellationToken);
            guard.Recovered();
            return null;
        }
        catch (IOException e)
        {
            guard.Report(e);
            return e;
        }
    }
}
