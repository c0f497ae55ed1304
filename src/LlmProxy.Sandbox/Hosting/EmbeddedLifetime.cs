namespace LlmProxy.Sandbox.Hosting;

/// <summary>Leaves the process's signals alone: whoever started the server decides when it ends.</summary>
internal sealed class EmbeddedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
