namespace LlmProxy.Health.Degradation;

/// <summary>That a side component is broken.</summary>
/// <param name="Since">When it first failed.</param>
/// <param name="Reason">How it fails, from a closed set or an exception's type; never its message, which may hold a secret.</param>
public sealed record DegradationRecord(DateTimeOffset Since, string Reason);
