namespace LlmProxy.Limits;

/// <summary>Whom limits are for.</summary>
/// <param name="Scope">What it is, one of <see cref="LimitScopes"/>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tenant">The tenant of a user, since two tenants' users may have one name; else <c>null</c>.</param>
internal readonly record struct LimitSubject(string Scope, string Name, string? Tenant = null);
