namespace LlmProxy.Limits;

/// <summary>Whom limits are for.</summary>
/// <param name="Scope">What it is, one of <see cref="LimitScopes"/>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tenant">The tenant of a user, since two tenants' users may have one name; else <c>null</c>.</param>
internal readonly record struct LimitSubject(string Scope, string Name, string? Tenant = null)
{
    /// <summary>Of the name alone, which nearly always tells; it is asked for five times in each request.</summary>
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public bool Equals(LimitSubject other) => Name == other.Name && Scope == other.Scope && Tenant == other.Tenant;
}
