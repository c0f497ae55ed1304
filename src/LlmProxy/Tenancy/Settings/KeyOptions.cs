namespace LlmProxy.Tenancy.Settings;

/// <summary>How callers show who they are.</summary>
public sealed class KeyOptions
{
}
