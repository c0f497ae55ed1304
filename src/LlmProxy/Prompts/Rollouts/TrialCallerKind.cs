namespace LlmProxy.Prompts.Rollouts;

/// <summary>Whom requests can be of, all at once.</summary>
internal enum TrialCallerKind
{
    /// <summary>A tenant.</summary>
    Tenant,

    /// <summary>A virtual key.</summary>
    Key,

    /// <summary>An end user.</summary>
    User,
}
