using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tests.Host.Telemetry;

/// <summary>A server on loopback that finds everything well.</summary>
internal sealed class OkServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    public OkServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(static context => context.Request.Body.CopyToAsync(Stream.Null));
        _app.Start();
    }

    public Uri Address => new(_app.Urls.Single());

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
