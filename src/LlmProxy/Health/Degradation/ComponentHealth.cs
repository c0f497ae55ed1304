namespace LlmProxy.Health.Degradation;

/// <summary>What one side component can do now.</summary>
/// <param name="State"><c>ok</c> or <c>degraded</c>.</param>
/// <param name="Since">When it first failed; <c>null</c> while it works.</param>
/// <param name="Reason">How it fails; <c>null</c> while it works.</param>
internal sealed record ComponentHealth(string State, DateTimeOffset? Since, string? Reason);
