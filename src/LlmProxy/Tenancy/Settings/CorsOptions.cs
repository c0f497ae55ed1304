namespace LlmProxy.Tenancy.Settings;

/// <summary>Which web pages may call.</summary>
public sealed class CorsOptions
{
}
