using Microsoft.Extensions.Hosting;

namespace LlmProxy.Storage;

/// <summary>Opens the storage before anything else starts, so that a start which must be refused is; and writes what is left after everything has stopped.</summary>
internal sealed class StorageStart(StorageChoice choice) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _ = choice.Backend;
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Here the server has stopped, and whoever keeps documents has put its last ones.</summary>
    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await choice.Backend.State.FlushAsync(cancellationToken).WaitAsync(cancellationToken);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The store has told of it, and the process ends whatever we do.
        }
    }
}
