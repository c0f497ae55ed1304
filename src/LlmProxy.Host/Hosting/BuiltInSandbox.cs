using LlmProxy.Configuration;
using LlmProxy.Sandbox;

namespace LlmProxy.Host.Hosting;

/// <summary>The sandbox inside the gateway: a server of its own on a free loopback port, started when the configuration first names it.</summary>
internal sealed class BuiltInSandbox(IConfiguration configuration) : IBuiltInSandbox, IAsyncDisposable
{
    private readonly SemaphoreSlim _starting = new(1);
    private SandboxServer? _server;

    /// <summary>The server; <c>null</c> while nothing has named it.</summary>
    public SandboxServer? Server => _server;

    public async ValueTask<Uri> GetAddressAsync(CancellationToken cancellationToken)
    {
        await _starting.WaitAsync(cancellationToken);
        try
        {
            _server ??= await SandboxServer.StartAsync(Options(), cancellationToken);
            return _server.Address;
        }
        finally
        {
            _starting.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        // The container disposes it once for each role that it has.
        if (Interlocked.Exchange(ref _server, null) is { } server)
            await server.DisposeAsync();
        _starting.Dispose();
    }

    private SandboxOptions Options()
    {
        // A person who tries a stream should see one.
        var options = new SandboxOptions { TokenDelay = TimeSpan.FromMilliseconds(20) };
        configuration.GetSection(SandboxOptions.Section).Bind(options);
        return options;
    }
}
