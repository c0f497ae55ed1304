namespace LlmProxy.Core.Prompts;

/// <summary>What becomes of the system and developer messages of a caller who is put under a template.</summary>
public enum CallerSystem
{
    /// <summary>They stay, behind the template's own; files say <c>keep</c>.</summary>
    Keep,

    /// <summary>They are left out; files say <c>drop</c>.</summary>
    Drop,

    /// <summary>The request is refused; files say <c>refuse</c>.</summary>
    Refuse,
}
