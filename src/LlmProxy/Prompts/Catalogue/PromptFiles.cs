using LlmProxy.Configuration;
using LlmProxy.Configuration.Files;
using LlmProxy.Prompts.Catalogue.Files;
using LlmProxy.Prompts.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace LlmProxy.Prompts.Catalogue;

/// <summary>Follows the folder of prompts: reads it at the start, whenever a file of it changes, and when the configuration names another.</summary>
internal sealed partial class PromptFiles(
    PromptCatalogue prompts, LlmConfigState configuration, TimeProvider clock, ILogger<PromptFiles> logger, IConfigurationStatus? status = null)
    : IHostedService, IConfigChangeListener, IDisposable
{
    private readonly Lock _reading = new();
    private PromptFolderReading _last = PromptFolderReading.Empty;
    private FileWatch? _watch;
    private string? _folder;
    private bool _isStarted;

    /// <summary>Where the files are under a configuration.</summary>
    public static string FolderOf(LlmProxyModel proxy, IConfigurationStatus? status) =>
        PromptRules.FolderOf(proxy.Prompts, ConfigurationFolder.Of(status));

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _isStarted = true;
        Follow();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_reading)
        {
            _isStarted = false;
            _watch?.Dispose();
        }
    }

    /// <inheritdoc/>
    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => Follow();

    /// <inheritdoc/>
    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception)
    {
        // The last good configuration stays, and so its folder.
    }

    /// <inheritdoc/>
    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
        // Not in force yet.
    }

    /// <inheritdoc/>
    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception)
    {
        // As above.
    }

    /// <summary>Looks whether anything in the folder has changed, and takes it.</summary>
    internal void Reload() => Read(clock.GetUtcNow());

    private void Read(DateTimeOffset? now)
    {
        lock (_reading)
        {
            if (!_isStarted || _folder is not { } folder)
                return;
            var reading = PromptFolderReading.Of(folder, _last, now);
            if (!reading.IsSettled)
                _watch?.LookAgain();
            if (reading.IsSameAs(_last))
                return;
            _last = reading;
            prompts.Take(reading);
        }
    }

    /// <summary>Turns to the folder that the configuration names now, and to what it says of live versions.</summary>
    private void Follow()
    {
        lock (_reading)
        {
            if (!_isStarted)
                return;
            var folder = FolderOf(configuration.Current.Proxy, status);
            var isOther = folder != _folder;
            if (isOther)
            {
                _watch?.Dispose();
                _folder = folder;
                _watch = new FileWatch(folder, clock, Reload, e => Log.NotRead(logger, folder, e), isTree: true);
            }

            // Once more at the end: the configuration may say other live versions, whatever the files do.
            Read(isOther ? null : clock.GetUtcNow());
            prompts.Rebuild();
        }
    }

    // Event id 705. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(705, LogLevel.Error, "Prompts in '{Folder}' cannot be read now; what was read before stays in force.", EventName = "PromptsNotRead")]
        public static partial void NotRead(ILogger logger, string folder, Exception e);
    }
}
