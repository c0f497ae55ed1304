namespace LlmProxy.Limits.Settings;

/// <summary>What may be used on one route: by one request, and by all of them together in a time.</summary>
public sealed class RouteLimitOptions : LimitOptions
{
}
