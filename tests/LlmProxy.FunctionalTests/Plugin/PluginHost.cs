using System.Text;
using LlmProxy.Exchange;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy;

namespace LlmProxy.FunctionalTests.Plugin;

/// <summary>A YARP host as a user of the plugin writes it, with nothing of the gateway's own host.</summary>
internal sealed class PluginHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PluginHost(WebApplication app)
    {
        _app = app;
        // Cookies are set and read by hand.
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(app.Urls.First()),
            Timeout = TimeSpan.FromSeconds(60),
        };
    }

    /// <summary>A client of it.</summary>
    public HttpClient Client { get; }

    /// <summary>Its services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>YARP's view of its clusters.</summary>
    public IProxyStateLookup Proxy => _app.Services.GetRequiredService<IProxyStateLookup>();

    /// <summary>Starts a host with the plugin, or a bare one.</summary>
    public static Task<PluginHost> StartAsync(string config, bool withPlugin = true) => withPlugin
        ? StartAsync(config, proxy => proxy.AddLlmProxy(), app =>
        {
            app.UseLlmProxy();
            app.MapReverseProxy(pipeline => pipeline.UseLlmProxy());
        })
        : StartAsync(config, _ => { }, app => app.MapReverseProxy());

    /// <summary>Starts a host that is put together in its own way.</summary>
    public static async Task<PluginHost> StartAsync(string config, Action<IReverseProxyBuilder> configure, Action<WebApplication> pipeline)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(config)));
        // A logger that keeps nothing: with none at all the server makes no spans either.
        builder.Logging.ClearProviders().AddProvider(new SilentLogs());
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        configure(builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy")));
        var app = builder.Build();
        pipeline(app);
        await app.StartAsync();
        return new PluginHost(app);
    }

    /// <summary>Posts a chat request.</summary>
    public Task<HttpResponseMessage> ChatAsync(string model, string? cookie = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent($$"""{"model":"{{model}}","messages":[]}""", Encoding.UTF8, "application/json"),
        };
        if (cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        return Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
    }

    private sealed class SilentLogs : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }

        public void Dispose()
        {
        }
    }
}
