namespace LlmProxy.Failover.Breakers;

/// <summary>A circuit as it is shown.</summary>
/// <param name="State">What it lets through. An open one whose wait is over counts as half open: the next attempt is its probe.</param>
/// <param name="RetryIn">How long until it lets an attempt through; <c>null</c> where it does now.</param>
internal readonly record struct CircuitStatus(CircuitState State, TimeSpan? RetryIn);
