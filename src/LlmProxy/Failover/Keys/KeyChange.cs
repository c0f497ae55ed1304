namespace LlmProxy.Failover.Keys;

/// <summary>A change of a key's condition.</summary>
/// <param name="To">What it is now.</param>
/// <param name="RetryIn">How long until it is used again; nothing where it is used now.</param>
internal readonly record struct KeyChange(KeyCondition To, TimeSpan RetryIn = default);
