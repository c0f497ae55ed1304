namespace LlmProxy.Failover.Breakers;

/// <summary>What an attempt that a circuit let in gives back when it ends.</summary>
/// <param name="Circuit">The circuit; <c>null</c> where there is none to tell.</param>
/// <param name="Opening">How often the circuit had opened by then: what began before it last opened tells nothing about now.</param>
internal readonly record struct CircuitEntry(CircuitBreaker? Circuit, int Opening);
