namespace LlmProxy.Prompts.Evaluations.Files;

/// <summary>Which requests of the evaluation log are wanted. What is <c>null</c> does not matter.</summary>
internal sealed record EvaluationQuery
{
    /// <summary>The prompt's name.</summary>
    public string? Prompt { get; init; }

    /// <summary>The version.</summary>
    public string? Version { get; init; }

    /// <summary>Requests that came at this time or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Requests that came before this time.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>At most so many, the oldest first, from 1.</summary>
    public long? Limit { get; init; }

    /// <summary>Whether a request is wanted.</summary>
    public bool Wants(in EvaluationHead head) =>
        (Prompt is null || head.Prompt == Prompt) && (Version is null || head.Version == Version) && (From is null || head.Time >= From) && (To is null || head.Time < To);
}
