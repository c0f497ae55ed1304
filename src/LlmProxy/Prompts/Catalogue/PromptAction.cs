namespace LlmProxy.Prompts.Catalogue;

/// <summary>What was done with a prompt.</summary>
internal enum PromptAction
{
    /// <summary>A version was made over the admin API.</summary>
    Created,

    /// <summary>A version was made live.</summary>
    Live,

    /// <summary>A rollout was begun, or given another share.</summary>
    Rollout,

    /// <summary>A version was taken back.</summary>
    RolledBack,

    /// <summary>A version was removed over the admin API.</summary>
    Removed,
}
