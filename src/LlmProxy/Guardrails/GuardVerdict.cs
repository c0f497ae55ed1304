namespace LlmProxy.Guardrails;

/// <summary>What a guard says of whole texts.</summary>
/// <param name="Level">What follows from it.</param>
/// <param name="Score">How sure it is, 0 to 1; <c>null</c>: it does not say.</param>
/// <param name="Types">What it found, from a closed set, never content: <c>violence</c>, <c>instruction-override</c>.</param>
public readonly record struct GuardVerdict(VerdictLevel Level, double? Score = null, IReadOnlyList<string>? Types = null)
{
    /// <summary>Nothing was found.</summary>
    public static GuardVerdict Clean => default;

    /// <summary>What the texts are replaced by, for a guard that repairs answers; <c>null</c>: nothing.</summary>
    public ReadOnlyMemory<byte>? Replacement { get; init; }

    /// <summary>What the model is told where it is asked once more before the guard's action holds; <c>null</c>: it is not asked.</summary>
    internal string? Correction { get; init; }

    /// <summary>What the client is told, for a guard whose message depends on what it found and holds no content; <c>null</c>: the guard's own.</summary>
    public string? Message { get; init; }
}
