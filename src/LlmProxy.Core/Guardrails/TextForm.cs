namespace LlmProxy.Core.Guardrails;

/// <summary>How a text is to be read.</summary>
public enum TextForm
{
    /// <summary>As it stands.</summary>
    Plain,

    /// <summary>As JSON, whose strings may have escapes (<c>\u0040</c>) that hide what they mean: arguments of tools.</summary>
    Json,
}
