namespace LlmProxy.Limits;

/// <summary>Whose limits there are; see <see cref="LimitInfo.Scope"/>. A closed set: metrics have it as a label.</summary>
internal static class LimitScopes
{
    /// <summary>Of one virtual key.</summary>
    public const string Key = "key";

    /// <summary>Of one end user of a tenant.</summary>
    public const string User = "user";

    /// <summary>Of one tenant.</summary>
    public const string Tenant = "tenant";

    /// <summary>Of one model, or of those that a pattern names, whoever asks.</summary>
    public const string Model = "model";

    /// <summary>Of one route, whoever asks.</summary>
    public const string Route = "route";

    /// <summary>Of all there is.</summary>
    public const string Total = "total";
}
