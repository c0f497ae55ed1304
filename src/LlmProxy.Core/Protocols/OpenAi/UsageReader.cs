using LlmProxy.Core.Json;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>Reads a <c>usage</c> object of chat, completions, embeddings or responses, of any provider that copies them.</summary>
/// <remarks>
/// <para>
/// Never fails. A count that is negative, fractional, no number or from 10^12 was not reported,
/// and neither was a part that is larger than its whole.
/// </para>
/// <para>Known variants, beside OpenAI's <c>…_tokens_details</c>:</para>
/// <list type="bullet">
/// <item>DeepSeek: <c>prompt_cache_hit_tokens</c>.</item>
/// <item>Mistral: <c>num_cached_tokens</c>. Moonshot: <c>cached_tokens</c>.</item>
/// <item>Voyage: <c>total_tokens</c> alone, which for embeddings is the input.</item>
/// <item>
/// xAI: <c>completion_tokens</c> leaves reasoning out. Where the total is input, output and reasoning together,
/// reasoning is added to the output.
/// </item>
/// <item>
/// Gemini's copy of chat names no reasoning at all; what its total has beyond input and output is reasoning.
/// </item>
/// <item>Cohere's own form: <c>billed_units</c>, which are fewer than its <c>tokens</c>.</item>
/// <item>
/// Costs in US dollars: OpenRouter <c>cost</c>, to which <c>cost_details.upstream_inference_cost</c> comes where the caller's own key at
/// the upstream pays (<c>is_byok</c>); Perplexity <c>cost.total_cost</c>; xAI <c>cost_in_usd_ticks</c>, 10^10 to the dollar.
/// </item>
/// </list>
/// </remarks>
public static class UsageReader
{
    /// <summary>Far above any real count, and far enough below what a <see cref="long"/> holds that millions of them can be added.</summary>
    internal const long Absurd = 1_000_000_000_000;

    /// <summary>Reads one JSON object.</summary>
    /// <returns>What was reported; empty if <paramref name="json"/> is no JSON object.</returns>
    public static TokenUsage Read(ReadOnlySpan<byte> json) =>
        JsonValue.TryParseObject(json, out var usage) ? Read(usage) : default;

    /// <summary>Reads one value of a checked document.</summary>
    internal static TokenUsage Read(JsonValue usage)
    {
        var counts = default(UsageCounts);
        var members = usage.Members();
        while (usage.IsObject && members.Next())
        {
            if (members.NameIs("prompt_tokens"u8) || members.NameIs("input_tokens"u8))
            {
                counts.Input = Count(members.Value) ?? counts.Input;
            }
            else if (members.NameIs("completion_tokens"u8) || members.NameIs("output_tokens"u8))
            {
                counts.Output = Count(members.Value) ?? counts.Output;
            }
            else if (members.NameIs("total_tokens"u8))
            {
                counts.Total = Count(members.Value);
            }
            else if (members.NameIs("prompt_tokens_details"u8) || members.NameIs("input_tokens_details"u8) || members.NameIs("input_token_details"u8))
            {
                ReadInputDetails(members.Value, ref counts);
            }
            else if (members.NameIs("completion_tokens_details"u8) || members.NameIs("output_tokens_details"u8) || members.NameIs("output_token_details"u8))
            {
                ReadOutputDetails(members.Value, ref counts);
            }
            else if (members.NameIs("prompt_cache_hit_tokens"u8)
                || members.NameIs("num_cached_tokens"u8)
                || members.NameIs("cached_tokens"u8))
            {
                counts.CachedBeside = Count(members.Value) ?? counts.CachedBeside;
            }
            else if (members.NameIs("billed_units"u8))
            {
                ReadBilled(members.Value, ref counts);
            }
            else if (members.NameIs("service_tier"u8) && members.Value.IsString)
            {
                counts.ServiceTier = ServiceTiers.Parse(members.Value.Bytes[1..^1]);
            }
            else
            {
                UsageCostReader.Read(members, ref counts);
            }
        }

        return counts.ToUsage();
    }

    private static void ReadBilled(JsonValue billed, ref UsageCounts counts)
    {
        var members = billed.Members();
        while (billed.IsObject && members.Next())
        {
            if (members.NameIs("input_tokens"u8))
            {
                counts.Input ??= Count(members.Value);
            }
            else if (members.NameIs("output_tokens"u8))
            {
                counts.Output ??= Count(members.Value);
            }
        }
    }

    private static void ReadInputDetails(JsonValue details, ref UsageCounts counts)
    {
        var members = details.Members();
        while (details.IsObject && members.Next())
        {
            if (members.NameIs("cached_tokens"u8))
            {
                counts.Cached = Count(members.Value);
            }
            else if (members.NameIs("cache_write_tokens"u8))
            {
                counts.CacheWrite = Count(members.Value);
            }
            else if (members.NameIs("audio_tokens"u8))
            {
                counts.InputAudio = Count(members.Value);
            }
            else if (members.NameIs("image_tokens"u8))
            {
                counts.InputImage = Count(members.Value);
            }
        }
    }

    private static void ReadOutputDetails(JsonValue details, ref UsageCounts counts)
    {
        var members = details.Members();
        while (details.IsObject && members.Next())
        {
            if (members.NameIs("reasoning_tokens"u8))
            {
                counts.Reasoning = Count(members.Value);
            }
            else if (members.NameIs("audio_tokens"u8))
            {
                counts.OutputAudio = Count(members.Value);
            }
            else if (members.NameIs("image_tokens"u8))
            {
                counts.OutputImage = Count(members.Value);
            }
        }
    }

    internal static long? Count(JsonValue value) =>
        value.TryGetInt64(out var count) && count is >= 0 and < Absurd ? count : null;
}
