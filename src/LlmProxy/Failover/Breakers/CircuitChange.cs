namespace LlmProxy.Failover.Breakers;

/// <summary>One change of a circuit.</summary>
/// <param name="To">What it is now.</param>
/// <param name="Reason">Why.</param>
/// <param name="OpenFor">How long it lets nothing through; nothing where it is not open.</param>
/// <param name="Attempts">Attempts that were looked at; 0 where none were counted.</param>
/// <param name="Failures">Those that failed.</param>
internal readonly record struct CircuitChange(
    CircuitState To, CircuitReason Reason, TimeSpan OpenFor = default, int Attempts = 0, int Failures = 0);
