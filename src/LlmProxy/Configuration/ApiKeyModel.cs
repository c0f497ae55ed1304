using LlmProxy.Configuration.Secrets;

namespace LlmProxy.Configuration;

/// <summary>One of a cluster's keys.</summary>
/// <param name="Key">The key.</param>
/// <param name="Number">Its place in the cluster's list, from 1; what logs and metrics call it by.</param>
/// <param name="Id">Says whether two keys are the same, without telling the key: a hash that is never shown.</param>
public sealed record ApiKeyModel(Secret Key, int Number, string Id);
