namespace LlmProxy.Tenancy.Settings;

/// <summary>How callers show who they are.</summary>
public sealed class KeyOptions
{
    /// <summary>
    /// Whether callers need a key even while there is none. Default false; but once a key exists, or has existed, they need one anyway.
    /// </summary>
    public bool Required { get; init; }

    /// <summary>
    /// The secret of the hashes that stored keys are kept as, at least 32 characters; <c>${NAME}</c> and <c>${file:PATH}</c> work. Not
    /// set: a random one, made at the first start and kept in the store. A change counts from the next start, and makes all stored keys
    /// unknown.
    /// </summary>
    public string? HashKey { get; init; }

    /// <summary>What becomes of a request with a key that names a stored object of which nobody knows who made it. Default <see cref="UnknownObjectRule.Refuse"/>.</summary>
    public UnknownObjectRule UnknownObjects { get; init; } = UnknownObjectRule.Refuse;

    /// <summary>Keys that stand in the configuration, beside those that are made while the gateway runs.</summary>
    public IList<StaticKeyOptions> Static { get; init; } = [];
}
