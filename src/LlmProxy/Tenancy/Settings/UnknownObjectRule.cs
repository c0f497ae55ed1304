namespace LlmProxy.Tenancy.Settings;

/// <summary>What becomes of a request that names a stored object of which nobody knows who made it.</summary>
public enum UnknownObjectRule
{
    /// <summary>404, as for another tenant's.</summary>
    Refuse,

    /// <summary>It goes to the route's default cluster.</summary>
    Allow,
}
