namespace LlmProxy.Tenancy;

/// <summary>Why a caller is turned away.</summary>
internal enum KeyRefusal
{
    /// <summary>No key was sent.</summary>
    Missing,

    /// <summary>What was sent is no key that is known here.</summary>
    Unknown,

    /// <summary>What was sent looks like a virtual key, with a character wrong.</summary>
    Damaged,

    /// <summary>The key has come to its end.</summary>
    Expired,

    /// <summary>The key was revoked.</summary>
    Revoked,

    /// <summary>The keys of its tenant do not work.</summary>
    TenantDisabled,

    /// <summary>The key is not for this route.</summary>
    Route,

    /// <summary>The key is not for this endpoint.</summary>
    Endpoint,

    /// <summary>The key is not for what hands out a provider's own keys.</summary>
    EphemeralKey,

    /// <summary>Stored keys could not be read yet.</summary>
    NotLoaded,
}
