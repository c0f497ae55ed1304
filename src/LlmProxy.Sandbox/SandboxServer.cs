using System.Net.Sockets;
using LlmProxy.Sandbox.Hosting;
using Microsoft.Extensions.Options;

namespace LlmProxy.Sandbox;

/// <summary>A provider to practise on: it listens on loopback, answers as OpenAI and Anthropic do, and fails on demand.</summary>
/// <remarks>Servers of one process share nothing, so tests can start as many as they like.</remarks>
public sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly SandboxState _state;

    private SandboxServer(WebApplication app, SandboxState state)
    {
        _app = app;
        _state = state;
        Address = AddressOf(app.Urls.First());
    }

    /// <summary>Where it listens, without <c>/v1</c>: <c>http://127.0.0.1:9090/</c>.</summary>
    public Uri Address { get; }

    /// <summary>What it received.</summary>
    public SandboxRequestLog Requests => _state.Log;

    /// <summary>Starts a server; it accepts requests when the task is done.</summary>
    /// <param name="options">How it behaves. Not to be changed afterwards.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="OptionsValidationException">An option is out of its range; the message names all of them.</exception>
    /// <exception cref="IOException">The port is taken, or the address is not this machine's.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        SandboxOptionsValidator.ThrowIfInvalid(options);
        var state = new SandboxState(options);
        var app = SandboxApplication.Build(state);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
            return new SandboxServer(app, state);
        }
        catch (Exception e)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            state.Dispose();
            if (e is SocketException) throw new IOException($"The sandbox cannot listen on {options.Url}: {e.Message}", e);
            throw;
        }
    }

    /// <summary>Stops listening and ends what is still running, hanging answers included.</summary>
    public async ValueTask DisposeAsync()
    {
        _state.Stop();
        await _app.StopAsync().ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _state.Dispose();
    }

    // "localhost" may mean either loopback address; the one that every client tries is the readable one.
    private static Uri AddressOf(string url) => new(url.Replace("[::]", "localhost", StringComparison.Ordinal)
        .Replace("0.0.0.0", "localhost", StringComparison.Ordinal));
}
