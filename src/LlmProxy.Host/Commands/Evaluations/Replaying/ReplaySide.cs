namespace LlmProxy.Host.Commands.Evaluations.Replaying;

/// <summary>One of two answers that are compared. What is not known is <c>null</c>.</summary>
internal sealed record ReplaySide
{
    /// <summary>What went wrong, in a word; <c>null</c>: nothing.</summary>
    public string? Error { get; init; }

    /// <summary>Whether a guard has blocked the request or its answer; that is no error.</summary>
    public bool IsBlocked { get; init; }

    /// <summary>From sending to the end of the answer, in milliseconds; of an error nobody counts it.</summary>
    public double? LatencyMs { get; init; }

    /// <summary>Tokens of the prompt.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens of the answer.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>US dollars.</summary>
    public decimal? Cost { get; init; }

    /// <summary>The answer's text.</summary>
    public string? Answer { get; init; }

    /// <summary>What somebody thinks of it, 1 to 5.</summary>
    public int? Rating { get; init; }
}
