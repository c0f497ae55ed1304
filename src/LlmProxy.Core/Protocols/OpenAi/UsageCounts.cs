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

    /// <summary>The counts in the gateway's convention.</summary>
    public readonly TokenUsage ToUsage()
    {
        var input = Input ?? (Output is null ? Total : null);
        var output = ReasoningIsBesideOutput ? Output + Reasoning : Output;
        return new TokenUsage
        {
            InputTokens = input,
            CachedInputTokens = Part(Cached ?? CachedBeside, input),
            CacheWriteTokens = Part(CacheWrite, input),
            InputAudioTokens = Part(InputAudio, input),
            OutputTokens = output,
            ReasoningTokens = Part(Reasoning, output),
            OutputAudioTokens = Part(OutputAudio, output),
        };
    }

    // Int128: three counts that a provider made up can pass what a long holds.
    private readonly bool ReasoningIsBesideOutput =>
        Reasoning > 0 && Total is { } total && (Int128)total == (Int128)(Input ?? -1) + (Output ?? -1) + Reasoning;

    private static long? Part(long? part, long? whole) => part > whole ? null : part;
}
