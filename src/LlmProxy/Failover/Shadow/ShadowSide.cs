namespace LlmProxy.Failover.Shadow;

/// <summary>One of the two answers that are compared. What is not known is <c>null</c>.</summary>
public sealed record ShadowSide
{
    /// <summary>The cluster that answered, or failed last.</summary>
    public string? Cluster { get; init; }

    /// <summary>The provider's name of the model.</summary>
    public string? Model { get; init; }

    /// <summary>The status; 0 where there was none.</summary>
    public int Status { get; init; }

    /// <summary>How it ended, in the words of the request log.</summary>
    public required string Outcome { get; init; }

    /// <summary>What went wrong, by its code.</summary>
    public string? Error { get; init; }

    /// <summary>Why the answer ended, in the words of its protocol.</summary>
    public string? Finish { get; init; }

    /// <summary>From beginning to end, in milliseconds.</summary>
    public double DurationMs { get; init; }

    /// <summary>From sending to the first token, in milliseconds; streams only.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>Tokens of the prompt, as the provider counts them.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Tokens of the answer, as the provider counts them.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Characters of text in the first choice; <c>null</c> where the answer is larger than is looked at.</summary>
    public int? TextLength { get; init; }

    /// <summary>That text, up to 8,192 characters; only where the route records contents.</summary>
    public string? Text { get; init; }
}
