using LlmProxy.Configuration;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Failover.Keys;
using LlmProxy.Providers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Failover.Keys;

/// <summary>Makes key pools, and clusters with keys, without a server.</summary>
internal static class TestKeys
{
    public static KeyPools Create(TimeProvider clock, LlmConfigState? configuration = null, ILogger<KeyPools>? logger = null) =>
        new(clock, configuration ?? new LlmConfigState(), logger ?? NullLogger<KeyPools>.Instance);

    /// <summary>A cluster with these keys, numbered from 1.</summary>
    public static LlmClusterModel Cluster(params string[] keys) => Named("up", keys);

    public static LlmClusterModel Named(string id, params string[] keys) => new()
    {
        ClusterId = id,
        Provider = ProviderNames.OpenAi,
        Keys = [.. keys.Index().Select(key => new ApiKeyModel(new Secret(key.Item), key.Index + 1, key.Item))],
    };
}
