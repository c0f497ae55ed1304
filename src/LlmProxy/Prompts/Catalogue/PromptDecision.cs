namespace LlmProxy.Prompts.Catalogue;

/// <summary>Which versions of a prompt requests get, as was decided while the gateway runs. Immutable.</summary>
/// <remarks>Versions are named, not held: what was decided of a version that is gone stands until another decision.</remarks>
internal sealed record PromptDecision
{
    /// <summary>Nobody has decided anything.</summary>
    public static PromptDecision None { get; } = new();

    /// <summary>The version that was made live; <c>null</c>: the configuration says it, else <see cref="First"/>.</summary>
    public string? Live { get; init; }

    /// <summary>Which version was live before, and is again after a rollback; <c>null</c>: there was none.</summary>
    public string? Previous { get; init; }

    /// <summary>Since when what is live is so; <c>null</c>: nobody has decided.</summary>
    public DateTimeOffset? LiveSince { get; init; }

    /// <summary>The version that is being rolled out; <c>null</c>: none is.</summary>
    public string? Candidate { get; init; }

    /// <summary>Which part of requests gets <see cref="Candidate"/>, in ten-thousandths, 0 to 10,000.</summary>
    public int CandidateShare { get; init; }

    /// <summary>Since when <see cref="CandidateShare"/> is so; <c>null</c>: there is no rollout.</summary>
    public DateTimeOffset? CandidateSince { get; init; }

    /// <summary>The first version when the prompt was first seen: it is live where nobody says another, so that a new file alone never is.</summary>
    public string? First { get; init; }
}
