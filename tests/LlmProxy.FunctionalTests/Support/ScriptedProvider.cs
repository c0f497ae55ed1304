using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace LlmProxy.FunctionalTests.Support;

/// <summary>A provider on loopback that does exactly what a test says, and remembers what it was sent.</summary>
internal sealed class ScriptedProvider : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedProvider(WebApplication app) => _app = app;

    /// <summary>Where it listens.</summary>
    public Uri Address => new(_app.Urls.First());

    /// <summary>The requests, in order.</summary>
    public ConcurrentQueue<ReceivedRequest> Requests { get; private set; } = new();

    /// <summary>The last request.</summary>
    public ReceivedRequest Last => Requests.Last();

    /// <summary>Starts a provider that answers with <paramref name="answer"/>.</summary>
    public static async Task<ScriptedProvider> StartAsync(Func<HttpContext, ReceivedRequest, Task> answer, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var requests = new ConcurrentQueue<ReceivedRequest>();
        var provider = await StartUnreadAsync(
            async context =>
            {
                var request = await ReceivedRequest.ReadAsync(context);
                requests.Enqueue(request);
                await answer(context, request);
            },
            protocols);
        provider.Requests = requests;
        return provider;
    }

    /// <summary>Starts a provider that reads the bodies of its requests itself; <see cref="Requests"/> stays empty.</summary>
    public static async Task<ScriptedProvider> StartUnreadAsync(RequestDelegate answer, HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxRequestBodySize = null;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = protocols);
        });
        var app = builder.Build();
        app.UseWebSockets();
        app.Run(answer);
        await app.StartAsync();
        return new ScriptedProvider(app);
    }

    /// <summary>Starts a provider that answers JSON.</summary>
    public static Task<ScriptedProvider> StartAsync(string json, int status = 200) => StartAsync((context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    });

    /// <summary>Starts a provider that streams pieces of a body, each flushed.</summary>
    public static Task<ScriptedProvider> StartStreamAsync(params string[] pieces) => StartAsync(async (context, _) =>
    {
        context.Response.ContentType = "text/event-stream";
        context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
        foreach (var piece in pieces)
        {
            await context.Response.WriteAsync(piece);
            await context.Response.Body.FlushAsync();
        }
    });

    public async ValueTask DisposeAsync()
    {
        await _app.StopAtOnceAsync();
        await _app.DisposeAsync();
    }
}
