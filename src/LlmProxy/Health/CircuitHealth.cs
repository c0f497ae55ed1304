namespace LlmProxy.Health;

/// <summary>One destination's circuit.</summary>
/// <param name="State"><c>closed</c>, <c>ramping</c>, <c>half_open</c>, <c>open</c>, or <c>off</c> where the cluster has no circuits.</param>
/// <param name="RetryAfterSeconds">How long until it lets an attempt through; <c>null</c> where it does now.</param>
internal sealed record CircuitHealth(string State, double? RetryAfterSeconds);
