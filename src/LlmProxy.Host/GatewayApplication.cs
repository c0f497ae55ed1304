using LlmProxy.Configuration;
using LlmProxy.Configuration.Files;
using LlmProxy.Exchange;
using LlmProxy.Guardrails.Coverage;
using LlmProxy.Host.Access;
using LlmProxy.Host.Cors;
using LlmProxy.Host.Hosting;
using LlmProxy.Host.Logging;
using LlmProxy.Host.Startup;
using LlmProxy.Host.Telemetry;
using LlmProxy.Sqlite;
using Microsoft.AspNetCore.Cors.Infrastructure;

namespace LlmProxy.Host;

/// <summary>Builds the gateway: the plugin, its operations endpoints, and nothing else.</summary>
internal static class GatewayApplication
{
    /// <summary>Builds a gateway that is ready to start.</summary>
    /// <param name="args">The command line: <c>--config FILE</c>, <c>--urls …</c> and any setting.</param>
    /// <param name="configure">Changes what the gateway is made of; for tests.</param>
    /// <exception cref="StartupException">The configuration is not valid, or says to listen where it must not.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // The framework's own files are taken out again below; watching them would cost one of the few watches that a user has (inotify).
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        var status = GatewayConfiguration.Load(builder.Configuration, args);
        if (status.Last.Errors.Count > 0)
            throw new StartupException($"The configuration '{status.Source}' is not valid.", status.LastErrors);
        builder.Services.AddGatewayFileStatus(status);
        builder.WebHost.ConfigureKestrel(GatewayServer.Configure);
        builder.UseDefaultAddress();
        builder.UseJsonConsole();
        builder.AddLlmTelemetry();
        builder.AddLlmOperations();
        builder.Services.AddBuiltInSandbox();
        builder.Services.AddCors().AddSingleton<ICorsPolicyProvider, GatewayCorsPolicy>();
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy")).AddLlmProxy().AddLlmSqlite();
        configure?.Invoke(builder);

        var app = builder.Build();
        app.UseWhen(Concerns.WebSockets, upgrades => upgrades.UseWebSockets());
        app.UseRouting();
        app.UseWhen(Concerns.Cors, pages => pages.UseCors());
        app.UseMiddleware<OpenGatewayMiddleware>();
        app.UseLlmProxy();
        app.MapLlmOperations();
        app.MapReverseProxy(proxy => proxy.UseLlmProxy());
        app.MapFallback(NotFound.AnswerAsync);
        app.RefuseOpenBinding();
        app.StayClosedToNetwork();
        app.WarnOfMissingAdminKey();
        var configured = app.Services.GetRequiredService<LlmConfigState>().Current;
        app.PrintBanner(status.Source, ConfigurationReport.Of(configured), CoverageLines.Of(configured));
        return app;
    }
}
