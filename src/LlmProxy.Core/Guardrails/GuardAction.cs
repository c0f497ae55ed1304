namespace LlmProxy.Core.Guardrails;

/// <summary>What happens to a text in which a guard finds something. Ordered: of several, the first that applies to a text counts.</summary>
public enum GuardAction
{
    /// <summary>The request is refused, or the answer ends before the place.</summary>
    Block,

    /// <summary>The place is replaced by <c>[REDACTED_TYPE]</c>.</summary>
    Redact,

    /// <summary>The place is replaced by <c>&lt;TYPE_1&gt;</c> on the way to the provider, and put back in the answer.</summary>
    Mask,

    /// <summary>The text passes, and the finding is recorded and told in the answer's headers.</summary>
    Flag,

    /// <summary>The text passes, and the finding is recorded and told to nobody else.</summary>
    Shadow,
}
