using LlmProxy.Configuration.Files;
using Yarp.ReverseProxy.Configuration;

namespace LlmProxy.Telemetry;

/// <summary>Counts the configurations that were taken and those that were refused, by YARP or already when the file was read.</summary>
internal sealed class ReloadMetrics : IConfigChangeListener
{
    private readonly LlmMetrics _metrics;

    /// <param name="metrics">Counts.</param>
    /// <param name="status">The gateway's file, where the host has one.</param>
    public ReloadMetrics(LlmMetrics metrics, ConfigurationStatus? status = null)
    {
        _metrics = metrics;
        if (status is not null)
            status.Changed += CountRefusal;
    }

    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs) => _metrics.ConfigurationReloaded(accepted: true);

    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception) =>
        _metrics.ConfigurationReloaded(accepted: false);

    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
        // Whether it is taken is not decided yet.
    }

    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception) =>
        _metrics.ConfigurationReloaded(accepted: false);

    private void CountRefusal(ConfigurationStatus status)
    {
        if (status.Last.Errors.Count > 0)
            _metrics.ConfigurationReloaded(accepted: false);
    }
}
