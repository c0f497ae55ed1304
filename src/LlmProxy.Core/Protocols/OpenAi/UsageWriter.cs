using System.Text.Json;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>Writes a <c>usage</c> object as chat and completions have it.</summary>
public static class UsageWriter
{
    /// <summary>Writes the member <c>usage</c>; a detail that was not reported is left out.</summary>
    /// <remarks>The two counts that every client reads are 0 where only the other one was reported.</remarks>
    public static void Write(Utf8JsonWriter json, in TokenUsage usage)
    {
        ArgumentNullException.ThrowIfNull(json);
        var input = usage.InputTokens ?? 0;
        var output = usage.OutputTokens ?? 0;
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, input);
        json.WriteNumber("completion_tokens"u8, output);
        json.WriteNumber("total_tokens"u8, (ulong)input + (ulong)output);
        WriteInputDetails(json, usage);
        WriteOutputDetails(json, usage);
        json.WriteEndObject();
    }

    private static void WriteInputDetails(Utf8JsonWriter json, in TokenUsage usage)
    {
        var written = usage.CacheWriteTokens is null && usage.CacheWriteLongTokens is null
            ? (long?)null
            : (usage.CacheWriteTokens ?? 0) + (usage.CacheWriteLongTokens ?? 0);
        if (usage.CachedInputTokens is null && written is null && usage.InputAudioTokens is null)
        {
            return;
        }

        json.WriteStartObject("prompt_tokens_details"u8);
        WriteCount(json, "cached_tokens"u8, usage.CachedInputTokens);
        WriteCount(json, "cache_write_tokens"u8, written);
        WriteCount(json, "audio_tokens"u8, usage.InputAudioTokens);
        json.WriteEndObject();
    }

    private static void WriteOutputDetails(Utf8JsonWriter json, in TokenUsage usage)
    {
        if (usage.ReasoningTokens is null && usage.OutputAudioTokens is null)
        {
            return;
        }

        json.WriteStartObject("completion_tokens_details"u8);
        WriteCount(json, "reasoning_tokens"u8, usage.ReasoningTokens);
        WriteCount(json, "audio_tokens"u8, usage.OutputAudioTokens);
        json.WriteEndObject();
    }

    private static void WriteCount(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? count)
    {
        if (count is { } value)
        {
            json.WriteNumber(name, value);
        }
    }
}
