namespace LlmProxy.Tenancy.Settings;

/// <summary>One tenant: those who share keys, limits and a budget.</summary>
public sealed class TenantOptions
{
}
