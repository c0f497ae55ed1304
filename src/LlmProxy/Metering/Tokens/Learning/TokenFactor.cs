using LlmProxy.Core.Tokens.Prompts;

namespace LlmProxy.Metering.Tokens.Learning;

/// <summary>What is known of a model that has no public tokenizer.</summary>
/// <param name="Ratio">Its tokens for one of <c>o200k_base</c>, in texts.</param>
/// <param name="ToolOverhead">What it adds once to a prompt with tools, beside their text.</param>
/// <param name="Samples">How many prompts have told so.</param>
internal readonly record struct TokenFactor(double Ratio, double ToolOverhead, long Samples)
{
    private const double Smallest = 0.25;
    private const double Largest = 8;

    /// <summary>How much a sample counts once there are many: about the last 20 decide.</summary>
    private const double LeastWeight = 0.05;

    /// <summary>How many samples the starting value is worth.</summary>
    private const int StartWeight = 4;

    /// <summary>Most that one sample may differ from what is known, by a factor; a provider's odd report moves it a little and no more.</summary>
    private const double MostChange = 1.5;

    /// <summary>Whether nothing was learned yet.</summary>
    public bool IsStart => Samples == 0;

    /// <summary>What a count becomes.</summary>
    public long Apply(in PromptCount count)
    {
        var text = count.Tokens - count.MediaTokens;
        return Math.Max(1, (long)Math.Round(text * Ratio) + count.MediaTokens + (count.ToolTokens > 0 ? (long)Math.Round(ToolOverhead) : 0));
    }

    /// <summary>What is known once a provider has reported <paramref name="billed"/> for a prompt.</summary>
    public TokenFactor Learn(in PromptCount count, long billed)
    {
        var weight = Math.Max(LeastWeight, 1.0 / (Samples + StartWeight));
        if (count.ToolTokens > 0)
        {
            var overhead = Math.Clamp(billed - (count.Tokens * Ratio), 0, 2_000);
            return this with { ToolOverhead = ToolOverhead + (weight * (overhead - ToolOverhead)), Samples = Samples + 1 };
        }

        var seen = Math.Clamp(billed / (double)count.Tokens, Ratio / MostChange, Ratio * MostChange);
        return this with { Ratio = Math.Clamp(Ratio + (weight * (seen - Ratio)), Smallest, Largest), Samples = Samples + 1 };
    }
}
