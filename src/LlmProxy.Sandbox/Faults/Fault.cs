namespace LlmProxy.Sandbox.Faults;

/// <summary>One fault with its parameters.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Text">How it was written.</param>
internal sealed record Fault(FaultKind Kind, string Text)
{
    /// <summary>The number behind the name: a status, milliseconds or bytes; 0 for faults that have none.</summary>
    public long Value { get; init; }

    /// <summary>After how many pieces of content it happens; null for the fault's own default.</summary>
    public int? After { get; init; }

    /// <summary>How often it happens to the same header and model; null for always.</summary>
    public int? Times { get; init; }

    /// <summary>The <c>retry-after</c> header, in seconds.</summary>
    public string? RetryAfter { get; init; }

    /// <summary>The <c>retry-after-ms</c> header, in milliseconds.</summary>
    public string? RetryAfterMs { get; init; }

    /// <summary>Whether it replaces the whole answer, so that the endpoint is never asked.</summary>
    public bool ReplacesAnswer =>
        Kind is FaultKind.Status or FaultKind.Reset or FaultKind.Hang or FaultKind.WrongType or FaultKind.Empty;
}
