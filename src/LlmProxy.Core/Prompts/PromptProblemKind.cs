namespace LlmProxy.Core.Prompts;

/// <summary>What can be wrong with a variable of a request.</summary>
public enum PromptProblemKind
{
    /// <summary>It is not there, and has no default.</summary>
    Missing,

    /// <summary>The template has none of this name.</summary>
    Unknown,

    /// <summary>It is no value of its kind.</summary>
    Wrong,

    /// <summary>The route gives it, and the caller too.</summary>
    Fixed,

    /// <summary>The route gives it, and gives no value of its kind.</summary>
    WrongOfRoute,
}
