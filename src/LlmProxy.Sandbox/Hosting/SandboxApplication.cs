using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LlmProxy.Sandbox.Hosting;

/// <summary>Builds the web application of one sandbox server.</summary>
internal static class SandboxApplication
{
    /// <remarks>
    /// The builder is an empty one: inside another host's process, that host's environment variables
    /// (<c>ASPNETCORE_URLS</c> above all), files and signals are not the sandbox's.
    /// </remarks>
    public static WebApplication Build(SandboxState sandbox)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "LlmProxy.Sandbox" });
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Warning);
        // A start that fails is the caller's exception, and need not be said twice.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        builder.Services.AddRouting().AddSingleton<IHostLifetime, EmbeddedLifetime>();
        // A flush ends when the socket has the bytes: what was said before a reset really leaves before it.
        builder.WebHost.UseKestrelCore()
            .UseSockets(sockets => sockets.MaxWriteBufferSize = 1)
            .ConfigureKestrel(kestrel => Configure(kestrel, sandbox.Options))
            .UseUrls(sandbox.Options.Url);

        var app = builder.Build();
        app.UseRouting();
        app.UseWebSockets();
        SandboxRoutes.Map(app);
        app.Run(new ExchangeRunner(sandbox).RunAsync);
        return app;
    }

    private static void Configure(KestrelServerOptions kestrel, SandboxOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = options.MaxRequestBodyBytes;
        kestrel.Limits.MaxRequestHeadersTotalSize = 256 * 1024;
        // Slow readers and writers are what a proxy's tests are made of.
        kestrel.Limits.MinRequestBodyDataRate = null;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
    }
}
