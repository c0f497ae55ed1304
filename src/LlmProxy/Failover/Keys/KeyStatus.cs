namespace LlmProxy.Failover.Keys;

/// <summary>A key as it is shown, and as it stands for one model.</summary>
/// <param name="State">The worst that is known.</param>
/// <param name="RetryIn">How long until it is used again; <c>null</c> where it is used now.</param>
/// <param name="Models">For how many models that holds; 0 where it is not about models.</param>
internal readonly record struct KeyStatus(KeyCondition State, TimeSpan? RetryIn = null, int Models = 0);
