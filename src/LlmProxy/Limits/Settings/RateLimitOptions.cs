namespace LlmProxy.Limits.Settings;

/// <summary>What callers may use in a time, where nothing more special says.</summary>
public sealed class RateLimitOptions
{
}
