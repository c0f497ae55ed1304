namespace LlmProxy.Limits.Settings;

/// <summary>What may be used on one route.</summary>
public sealed class RouteLimitOptions
{
}
