namespace LlmProxy.Health.Degradation;

/// <summary>Declares a side component, before the gateway starts.</summary>
/// <param name="Name">Its name in health and metrics, snake case, from a closed set.</param>
/// <param name="Settings">How patient the gateway is with it.</param>
internal sealed record SideComponentRegistration(string Name, SideComponentSettings Settings);
