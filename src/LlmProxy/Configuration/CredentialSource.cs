namespace LlmProxy.Configuration;

/// <summary>Whose credential a provider is given.</summary>
public enum CredentialSource
{
    /// <summary>The cluster's <c>ApiKey</c>; the caller's own credential never leaves the gateway.</summary>
    Cluster,

    /// <summary>The caller's own, moved to the header that the provider reads.</summary>
    Caller,
}
