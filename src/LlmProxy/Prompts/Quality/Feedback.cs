namespace LlmProxy.Prompts.Quality;

/// <summary>What somebody thinks of an answer.</summary>
public sealed record Feedback
{
    /// <summary>The verdict that an answer was wrong.</summary>
    public const string WrongAnswer = "wrong_answer";

    /// <summary>The gateway's own id of the request, a ULID.</summary>
    public required string RequestId { get; init; }

    /// <summary>When it was said.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>1 (worst) to 5 (best): <c>down</c> is 1, <c>up</c> is 5; <c>null</c>: nothing was said.</summary>
    public int? Rating { get; init; }

    /// <summary><see cref="WrongAnswer"/>, or <c>null</c>.</summary>
    public string? Verdict { get; init; }

    /// <summary>In words, at most 4,000 characters; <c>null</c>: nothing. In no log and no metric.</summary>
    public string? Comment { get; init; }

    /// <summary>Labels, at most 16 of 64 characters.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>The tenant who said it; <c>null</c>: there is none.</summary>
    public string? Tenant { get; init; }

    /// <summary>Whether the request has named its version, or nobody knows any more: it is counted apart, where no gate judges by it. Set by the gateway.</summary>
    public bool IsNamed { get; init; }
}
