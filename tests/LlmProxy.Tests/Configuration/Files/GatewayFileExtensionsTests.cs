using System.Collections.Concurrent;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Files;
using LlmProxy.Configuration.Secrets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace LlmProxy.Tests.Configuration.Files;

/// <summary>The gateway's file in a real host with a real YARP, which never listens.</summary>
public sealed class GatewayFileExtensionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("llmproxy-").FullName;
    private readonly ConcurrentQueue<string> _log = new();

    private string FilePath => Path.Combine(_folder, "llmproxy.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task AddGatewayFile_ReloadsOfEveryKind_ReachYarpOnlyWhenGood()
    {
        Write("first");
        await using var app = Create([]);
        var state = app.Services.GetRequiredService<LlmConfigState>();
        var status = app.Services.GetRequiredService<IConfigurationStatus>();
        var provider = ((IConfigurationRoot)app.Configuration).Providers.OfType<ReloadableJsonProvider>().Single();
        var log = app.Services.GetServices<IHostedService>().OfType<ConfigurationLog>().Single();
        await log.StartAsync(CancellationToken.None);
        Assert.Equal("first", state.Current.Clusters[0].Models[0].Text);

        Write("second");
        provider.Reload();
        Assert.Equal("second", state.Current.Clusters[0].Models[0].Text);
        Assert.Empty(status.LastErrors);

        File.WriteAllText(FilePath, "{ broken");
        provider.Reload();
        Assert.Equal("second", state.Current.Clusters[0].Models[0].Text);
        Assert.Contains("is not JSON at line 1, column 3", Assert.Single(status.LastErrors), StringComparison.Ordinal);

        await log.StopAsync(CancellationToken.None);
        Assert.Equal(
            [
                $"Information ConfigurationReloaded Configuration {FilePath} was reloaded; it is now generation 2.",
                $"Error ConfigurationRefused Configuration {FilePath} is refused, 1 errors; generation 2 stays in force.",
                $"Error ConfigurationError {status.LastErrors[0]}",
            ],
            _log);
    }

    [Fact]
    public async Task AddGatewayFile_CommandLine_OverridesTheFile()
    {
        Write("first");
        await using var app = Create(["--ReverseProxy:Clusters:c:Llm:Models:0=mine"]);

        Assert.Equal("mine", app.Services.GetRequiredService<LlmConfigState>().Current.Clusters[0].Models[0].Text);
    }

    private WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddProvider(new QueueLogger(_log)).AddFilter(null, LogLevel.Information);
        var status = builder.Configuration.AddGatewayFile(FilePath, overrides => overrides.AddCommandLine(args));
        Assert.Empty(status.LastErrors);
        builder.Services.AddGatewayFileStatus(status);
        builder.Services.AddSingleton(SecretResolver.System);
        builder.Services.AddSingleton<LlmConfigState>();
        builder.Services.AddSingleton<LlmConfigFilter>();
        builder.Services.AddSingleton<IProxyConfigFilter>(s => s.GetRequiredService<LlmConfigFilter>());
        builder.Services.AddSingleton<IConfigChangeListener>(s => s.GetRequiredService<LlmConfigFilter>());
        builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
        var app = builder.Build();
        app.MapReverseProxy();
        return app;
    }

    private void Write(string model) => File.WriteAllText(FilePath, $$"""
        {
          "ReverseProxy": {
            "Routes": { "r": { "ClusterId": "c", "Match": { "Path": "/{**rest}" }, "Llm": {} } },
            "Clusters": {
              "c": {
                "Destinations": { "d": { "Address": "https://api.example.com/" } },
                "Llm": { "Provider": "openai", "Models": [ "{{model}}" ] }
              }
            }
          }
        }
        """);

    private sealed class QueueLogger(ConcurrentQueue<string> lines) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) =>
            categoryName.EndsWith(nameof(ConfigurationLog), StringComparison.Ordinal)
                ? new Writer(lines)
                : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public void Dispose()
        {
        }

        private sealed class Writer(ConcurrentQueue<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                lines.Enqueue($"{logLevel} {eventId.Name} {formatter(state, exception)}");
        }
    }
}
