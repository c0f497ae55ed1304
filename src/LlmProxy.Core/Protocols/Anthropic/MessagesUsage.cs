using System.Text.Json;
using LlmProxy.Core.Protocols.OpenAi;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>A <c>usage</c> object of the Messages API, as it stands on the wire.</summary>
/// <remarks>
/// Anthropic counts what it read from and wrote to its cache <em>beside</em> <c>input_tokens</c>; only
/// <see cref="ToTokenUsage"/> adds them up, so that several partial reports can be laid over each other first.
/// </remarks>
internal readonly record struct MessagesUsage
{
    /// <summary><c>input_tokens</c>: read neither from nor into the cache.</summary>
    public long? Input { get; init; }

    /// <summary><c>cache_read_input_tokens</c>.</summary>
    public long? CacheRead { get; init; }

    /// <summary><c>cache_creation_input_tokens</c>: written for any time.</summary>
    public long? CacheWrite { get; init; }

    /// <summary><c>cache_creation.ephemeral_1h_input_tokens</c>: of <see cref="CacheWrite"/>, those written for one hour.</summary>
    public long? CacheWriteHour { get; init; }

    /// <summary><c>output_tokens</c>, thinking included.</summary>
    public long? Output { get; init; }

    /// <summary><c>output_tokens_details.thinking_tokens</c>.</summary>
    public long? Thinking { get; init; }

    /// <summary><c>server_tool_use.web_search_requests</c>.</summary>
    public long? WebSearches { get; init; }

    /// <summary><c>service_tier</c>.</summary>
    public ServiceTier ServiceTier { get; init; }

    /// <summary>What <c>iterations</c> say of passes that made the conversation shorter, which the other counts leave out.</summary>
    public CompactionUsage Compaction { get; init; }

    /// <summary>Reads the object on which <paramref name="reader"/> stands; anything else counts as no report.</summary>
    public static MessagesUsage Read(ref Utf8JsonReader reader)
    {
        var usage = default(MessagesUsage);
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return usage;
        }

        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.Names("input_tokens"u8)) usage = usage with { Input = Count(ref reader) };
            else if (reader.Names("output_tokens"u8)) usage = usage with { Output = Count(ref reader) };
            else if (reader.Names("cache_read_input_tokens"u8)) usage = usage with { CacheRead = Count(ref reader) };
            else if (reader.Names("cache_creation_input_tokens"u8)) usage = usage with { CacheWrite = Count(ref reader) };
            else if (reader.Names("cache_creation"u8)) usage = usage with { CacheWriteHour = Member(ref reader, "ephemeral_1h_input_tokens"u8) };
            else if (reader.Names("output_tokens_details"u8)) usage = usage with { Thinking = Member(ref reader, "thinking_tokens"u8) };
            else usage = usage.WithOther(ref reader);
        }

        return usage;
    }

    /// <summary>This report with every count that <paramref name="later"/> states put in place of the earlier one.</summary>
    public MessagesUsage Then(in MessagesUsage later) => new()
    {
        Input = later.Input ?? Input,
        CacheRead = later.CacheRead ?? CacheRead,
        CacheWrite = later.CacheWrite ?? CacheWrite,
        CacheWriteHour = later.CacheWriteHour ?? CacheWriteHour,
        Output = later.Output ?? Output,
        Thinking = later.Thinking ?? Thinking,
        WebSearches = later.WebSearches ?? WebSearches,
        ServiceTier = later.ServiceTier == ServiceTier.Unstated ? ServiceTier : later.ServiceTier,
        Compaction = later.Compaction == default ? Compaction : later.Compaction,
    };

    /// <summary>The same counts in OpenAI's convention, in which the prompt contains what was cached.</summary>
    /// <remarks><c>prompt = input_tokens + cache_read_input_tokens + cache_creation_input_tokens</c>, from Anthropic's guide to prompt caching.</remarks>
    public TokenUsage ToTokenUsage() => new()
    {
        InputTokens = Input is null ? null : Input + (CacheRead ?? 0) + (CacheWrite ?? 0) + Compaction.Input + Compaction.CacheRead + Compaction.CacheWrite,
        CachedInputTokens = Plus(CacheRead, Compaction.CacheRead),
        CacheWriteTokens = CacheWrite is null ? Plus(null, Compaction.CacheWrite) : Math.Max(0, CacheWrite.Value - (CacheWriteHour ?? 0)) + Compaction.CacheWrite,
        CacheWriteLongTokens = CacheWriteHour,
        OutputTokens = Output + Compaction.Output,
        ReasoningTokens = Thinking,
        WebSearches = WebSearches,
        ServiceTier = ServiceTier,
    };

    private static long? Plus(long? count, long more) => more == 0 ? count : (count ?? 0) + more;

    private MessagesUsage WithOther(ref Utf8JsonReader reader)
    {
        if (reader.Names("server_tool_use"u8)) return this with { WebSearches = Member(ref reader, "web_search_requests"u8) };
        if (reader.Names("iterations"u8)) return this with { Compaction = CompactionUsage.Read(ref reader) };
        if (!reader.Names("service_tier"u8))
        {
            reader.Skip();
            return this;
        }

        reader.Read();
        if (reader.TokenType is JsonTokenType.String) return this with { ServiceTier = ServiceTiers.Parse(reader.ValueSpan) };
        reader.Skip();
        return this;
    }

    /// <summary>The count after the name on which <paramref name="reader"/> stands; <c>null</c>: it is none.</summary>
    internal static long? Count(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is JsonTokenType.Number && reader.TryGetInt64(out var count) && count is >= 0 and < UsageReader.Absurd) return count;
        reader.Skip();
        return null;
    }

    private static long? Member(ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        reader.Read();
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        long? count = null;
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (reader.Names(name)) count = Count(ref reader);
            else reader.Skip();
        }

        return count;
    }
}
