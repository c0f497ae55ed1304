namespace LlmProxy.Metering.Ledger;

/// <summary>The sum of some records.</summary>
public sealed record CostSum
{
    /// <summary>What they have in common; <c>null</c>: nothing was said.</summary>
    public string? Group { get; init; }

    /// <summary>How many there are.</summary>
    public long Requests { get; init; }

    /// <summary>Of <see cref="Requests"/>, those whose cost is not known; they are not in <see cref="Cost"/>.</summary>
    public long UnknownCost { get; init; }

    /// <summary>Of <see cref="Requests"/>, those with counts of the gateway's own.</summary>
    public long Estimated { get; init; }

    /// <summary>Of <see cref="Requests"/>, those that did not complete.</summary>
    public long Failed { get; init; }

    /// <summary>Tokens of prompts, cached ones included.</summary>
    public long InputTokens { get; init; }

    /// <summary>Of <see cref="InputTokens"/>, those read from providers' caches.</summary>
    public long CachedInputTokens { get; init; }

    /// <summary>Tokens of answers, reasoning included.</summary>
    public long OutputTokens { get; init; }

    /// <summary>Of <see cref="OutputTokens"/>, reasoning.</summary>
    public long ReasoningTokens { get; init; }

    /// <summary>US dollars, of those whose cost is known.</summary>
    public decimal Cost { get; init; }

    /// <summary>US dollars that cached answers saved.</summary>
    public decimal Saved { get; init; }
}
