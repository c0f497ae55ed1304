namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>The counts of one <c>usage</c> object as they stand there, before they are made to agree.</summary>
internal struct UsageCounts
{
    public long? Input;
    public long? Output;
    public long? Total;
    public long? Cached;
    public long? CachedBeside;
    public long? CacheWrite;
    public long? InputAudio;
    public long? Reasoning;
    public long? OutputAudio;
    public long? InputImage;
    public long? OutputImage;
    public decimal? Cost;
    public decimal? UpstreamCost;
    public bool IsOwnKey;
    public ServiceTier ServiceTier;

    /// <summary>The counts in the gateway's convention.</summary>
    public readonly TokenUsage ToUsage()
    {
        var input = Input ?? (Output is null ? Total : null);
        var reasoning = Reasoning ?? Unnamed(input);
        var output = ReasoningIsBesideOutput || Reasoning is null ? Output + (reasoning ?? 0) : Output;
        return new TokenUsage
        {
            InputTokens = input,
            CachedInputTokens = Part(Cached ?? CachedBeside, input),
            CacheWriteTokens = Part(CacheWrite, input),
            InputAudioTokens = Part(InputAudio, input),
            OutputTokens = output,
            ReasoningTokens = Part(reasoning, output),
            OutputAudioTokens = Part(OutputAudio, output),
            InputImageTokens = Part(InputImage, input),
            OutputImageTokens = Part(OutputImage, output),
            ServiceTier = ServiceTier,
            ReportedCost = IsOwnKey ? Cost + UpstreamCost : Cost,
        };
    }

    // Int128: three counts that a provider made up can pass what a long holds.
    private readonly bool ReasoningIsBesideOutput =>
        Reasoning > 0 && Total is { } total && (Int128)total == (Int128)(Input ?? -1) + (Output ?? -1) + Reasoning;

    /// <summary>What the total has beyond input and output, where nobody says what it is: reasoning, which is billed as output.</summary>
    private readonly long? Unnamed(long? input) =>
        Total is { } total && input is { } of && Output is { } output && (Int128)total > (Int128)of + output ? total - of - output : null;

    private static long? Part(long? part, long? whole) => part > whole ? null : part;
}
