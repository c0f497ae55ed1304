namespace LlmProxy.Host.Guardrails;

/// <summary>What is asked of <c>POST /v1/guardrails/check</c>.</summary>
internal sealed class GuardCheckRequest
{
    /// <summary>Names of guards; none: all that the direction knows and that need nobody outside.</summary>
    public List<string>? Guardrails { get; init; }

    /// <summary><c>input</c>, which is the default, or <c>output</c>.</summary>
    public string? Direction { get; init; }

    /// <summary>The text.</summary>
    public string? Text { get; init; }

    /// <summary>The text in the pieces in which it comes, in place of <see cref="Text"/>.</summary>
    public List<string>? Chunks { get; init; }
}
