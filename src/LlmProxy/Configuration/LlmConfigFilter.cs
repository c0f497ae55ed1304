using System.Runtime.CompilerServices;
using LlmProxy.Configuration.Reading;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Guardrails;
using Microsoft.Extensions.Configuration;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace LlmProxy.Configuration;

/// <summary>Reads the <c>Llm</c> blocks while YARP loads its configuration, and ties them to YARP's own objects.</summary>
/// <remarks>
/// <para>
/// YARP keeps an old object unless its record differs, so a stamp of all settings goes into its metadata: route,
/// transforms and endpoint are then rebuilt together, and requests in flight keep the old ones.
/// </para>
/// <para>
/// One reading serves one load: it begins when YARP has loaded its sources and is published when YARP has applied them.
/// YARP loads one configuration at a time. A filter that runs later must not replace the config objects.
/// </para>
/// </remarks>
internal sealed class LlmConfigFilter : IProxyConfigFilter, IConfigChangeListener
{
    /// <summary>The metadata key under which the stamp stands.</summary>
    public const string StampKey = "LlmProxy.Stamp";

    private readonly ConditionalWeakTable<RouteConfig, LlmRouteModel> _routes = [];
    private readonly ConditionalWeakTable<ClusterConfig, LlmClusterModel> _clusters = [];
    private readonly IConfiguration _configuration;
    private readonly LlmConfigState _state;
    private readonly SecretResolver _secrets;
    private readonly IBuiltInSandbox? _sandbox;
    private readonly GuardFactories? _guards;
    private readonly IConfigurationStatus? _status;
    private LlmConfigReading? _reading;
    private bool _reportedProxy;

    public LlmConfigFilter(
        IConfiguration configuration, LlmConfigState state, SecretResolver secrets, IBuiltInSandbox? sandbox = null, GuardFactories? guards = null,
        IConfigurationStatus? status = null)
    {
        _configuration = configuration;
        _state = state;
        _secrets = secrets;
        _sandbox = sandbox;
        _guards = guards;
        _status = status;
    }

    private LlmConfigReading Reading => _reading ??= LlmConfigReader.Read(_configuration, _secrets, _guards, ConfigurationFolder.Of(_status));

    /// <summary>The settings of a route that YARP uses; <c>null</c> for a route that is not for LLM traffic.</summary>
    public LlmRouteModel? For(RouteConfig route) => _routes.TryGetValue(route, out var model) ? model : null;

    /// <summary>The settings of a cluster that YARP uses; <c>null</c> for a cluster that is not for LLM traffic.</summary>
    public LlmClusterModel? For(ClusterConfig cluster) => _clusters.TryGetValue(cluster, out var model) ? model : null;

    /// <inheritdoc/>
    public async ValueTask<ClusterConfig> ConfigureClusterAsync(ClusterConfig origCluster, CancellationToken cancel)
    {
        var cluster = origCluster;
        var read = Reading.Cluster(cluster.ClusterId);
        var errors = new List<ConfigurationError>(read?.Errors ?? []);
        YarpClusterRules.Check(cluster, read, errors);
        ThrowIfAny(errors);
        if (read is null)
        {
            return cluster;
        }

        var request = cluster.HttpRequest ?? ForwarderRequestConfig.Empty;
        cluster = cluster with
        {
            Destinations = await WithSandboxAsync(cluster, cancel),
            // YARP's default of 100 s would end a long answer that is not streamed, and an idle socket; attempts have limits of their own.
            HttpRequest = request with { ActivityTimeout = request.ActivityTimeout ?? Timeout.InfiniteTimeSpan },
            Metadata = WithStamp(cluster.Metadata, read.Stamp),
        };
        _clusters.AddOrUpdate(cluster, read.Model!);
        return cluster;
    }

    /// <inheritdoc/>
    public ValueTask<RouteConfig> ConfigureRouteAsync(RouteConfig route, ClusterConfig? cluster, CancellationToken cancel)
    {
        var read = Reading.Route(route.RouteId);
        if (read is null)
        {
            ThrowIfLost(route);
            return new(route);
        }

        var errors = new List<ConfigurationError>(read.Errors);
        if (!_reportedProxy)
        {
            // These belong to no object of YARP's; saying them once is enough to have the configuration refused.
            _reportedProxy = true;
            errors.AddRange(Reading.Proxy.Errors);
        }

        ThrowIfAny(errors);
        if (read.Model is not { } model)
        {
            // That cluster says itself what is wrong; without its models this must not become a plain route.
            throw new LlmConfigurationException([new(
                $"{SectionNames.Routes}:{route.RouteId}", "may use a cluster whose Llm block is wrong", "mend that cluster")]);
        }

        route = route with { Metadata = WithStamp(route.Metadata, read.Stamp) };
        _routes.AddOrUpdate(route, model);
        return new(route);
    }

    /// <inheritdoc/>
    public void ConfigurationLoaded(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
        _reading = null;
        _reportedProxy = false;
    }

    /// <inheritdoc/>
    public void ConfigurationApplied(IReadOnlyList<IProxyConfig> proxyConfigs)
    {
        if (_reading is { } reading)
        {
            _state.Current = reading.ToModel();
            _ = GuardWarmUp.Begin(_state.Current);
        }
    }

    /// <inheritdoc/>
    public void ConfigurationApplyingFailed(IReadOnlyList<IProxyConfig> proxyConfigs, Exception exception)
    {
        // The last good configuration stays, here as in YARP.
    }

    /// <inheritdoc/>
    public void ConfigurationLoadingFailed(IProxyConfigProvider configProvider, Exception exception)
    {
        // As above.
    }

    /// <summary>
    /// Broken JSON empties the framework's view of a file while YARP keeps its routes; a reload that something else causes
    /// must not turn them into plain routes without limits and guards.
    /// </summary>
    private void ThrowIfLost(RouteConfig route)
    {
        if (!Reading.AllRoutes.Contains(route.RouteId) && _state.Current.Routes.Any(r => r.RouteId == route.RouteId))
        {
            ThrowIfAny([new(
                $"{SectionNames.Routes}:{route.RouteId}",
                "is still a route, but the configuration that held its Llm block is gone",
                "mend the file that holds it")]);
        }
    }

    private async ValueTask<IReadOnlyDictionary<string, DestinationConfig>> WithSandboxAsync(
        ClusterConfig cluster, CancellationToken cancel)
    {
        var destinations = cluster.Destinations!;
        if (!destinations.Values.Any(d => AddressRules.IsBuiltInSandbox(d.Address)))
        {
            return destinations;
        }

        if (_sandbox is null)
        {
            throw new LlmConfigurationException([new(
                $"{SectionNames.Clusters}:{cluster.ClusterId}:Destinations",
                $"names '{AddressRules.BuiltInSandbox}', but this host has no sandbox inside",
                "give the address of a sandbox that runs on its own")]);
        }

        var address = (await _sandbox.GetAddressAsync(cancel)).AbsoluteUri;
        return destinations.ToDictionary(
            pair => pair.Key,
            pair => AddressRules.IsBuiltInSandbox(pair.Value.Address) ? pair.Value with { Address = address } : pair.Value,
            StringComparer.OrdinalIgnoreCase);
    }

    private static Dictionary<string, string> WithStamp(IReadOnlyDictionary<string, string>? metadata, string stamp) =>
        new(metadata ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase) { [StampKey] = stamp };

    private static void ThrowIfAny(List<ConfigurationError> errors)
    {
        if (errors.Count > 0)
        {
            throw new LlmConfigurationException(errors);
        }
    }
}
