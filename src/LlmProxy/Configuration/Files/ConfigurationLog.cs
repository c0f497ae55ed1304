using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Configuration.Files;

/// <summary>Writes a log line for every reload of the configuration, and one for each thing that is wrong.</summary>
/// <remarks>The first load comes before there is a log; who starts the host prints that one.</remarks>
internal sealed partial class ConfigurationLog(ConfigurationStatus status, ILogger<ConfigurationLog> logger) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        status.Changed += Write;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        status.Changed -= Write;
        return Task.CompletedTask;
    }

    private void Write(ConfigurationStatus changed)
    {
        var load = changed.Last;
        if (load.Errors.Count == 0)
        {
            Log.Reloaded(logger, changed.Source, load.Generation);
        }
        else
        {
            Log.Refused(logger, changed.Source, load.Errors.Count, load.Generation);
        }

        foreach (var error in load.Errors)
        {
            Log.Error(logger, error);
        }

        foreach (var warning in load.Warnings)
        {
            Log.Warning(logger, warning);
        }
    }

    // Event ids 300 to 309. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(300, LogLevel.Information, "Configuration {Source} was reloaded; it is now generation {Generation}.",
            EventName = "ConfigurationReloaded")]
        public static partial void Reloaded(ILogger logger, string source, int generation);

        [LoggerMessage(301, LogLevel.Error,
            "Configuration {Source} is refused, {Count} errors; generation {Generation} stays in force.",
            EventName = "ConfigurationRefused")]
        public static partial void Refused(ILogger logger, string source, int count, int generation);

        [LoggerMessage(302, LogLevel.Error, "{Error}", EventName = "ConfigurationError")]
        public static partial void Error(ILogger logger, ConfigurationError error);

        [LoggerMessage(303, LogLevel.Warning, "{Warning}", EventName = "ConfigurationWarning")]
        public static partial void Warning(ILogger logger, ConfigurationError warning);
    }
}
