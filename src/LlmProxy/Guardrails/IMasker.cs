namespace LlmProxy.Guardrails;

/// <summary>Gives placeholders for values.</summary>
internal interface IMasker
{
    /// <summary>The placeholder for a value; <c>null</c>: there is no room for another, and it is redacted.</summary>
    string? Mask(string type, ReadOnlySpan<byte> value);
}
