using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LlmProxy.Core.Protocols;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Host.Metering;

/// <summary>Writes records as lines of JSON. What is not known is <c>null</c>.</summary>
internal static class RecordJson
{
    // As it is read by programs and never stands in a page, names need no more escapes than JSON asks for.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one record.</summary>
    public static void Write(IBufferWriter<byte> output, LedgerRecord record)
    {
        using (var json = new Utf8JsonWriter(output, Options))
        {
            json.WriteStartObject();
            WriteWho(json, record);
            WriteUsage(json, record.Usage);
            json.WriteBoolean("estimated", record.IsEstimated);
            WriteMoney(json, "cost_usd", record.Cost);
            WriteMoney(json, "saved_usd", record.Saved);
            WriteCharges(json, record.Charges);
            WriteEnd(json, record);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void WriteWho(Utf8JsonWriter json, LedgerRecord record)
    {
        json.WriteString("id", record.Id);
        json.WriteString("kind", record.Kind == LedgerKind.Shadow ? "shadow" : "request");
        json.WriteString("time", record.Time.UtcDateTime);
        json.WriteString("tenant", record.Tenant);
        json.WriteString("user", record.User);
        json.WriteString("key", record.KeyId);
        json.WriteString("caller_request_id", record.CallerRequestId);
        json.WriteString("route", record.Route);
        json.WriteString("endpoint", record.Endpoint);
        json.WriteString("model_asked", record.ModelAsked);
        json.WriteString("model_used", record.ModelUsed);
        json.WriteString("provider", record.Provider);
        json.WriteString("cluster", record.Cluster);
        json.WriteNumber("attempts", record.Attempts);
    }

    private static void WriteUsage(Utf8JsonWriter json, in TokenUsage usage)
    {
        json.WriteStartObject("usage");
        WriteCount(json, "input_tokens", usage.InputTokens);
        WriteCount(json, "cached_input_tokens", usage.CachedInputTokens);
        WriteCount(json, "cache_write_tokens", usage.CacheWriteTokens);
        WriteCount(json, "cache_write_long_tokens", usage.CacheWriteLongTokens);
        WriteCount(json, "input_audio_tokens", usage.InputAudioTokens);
        WriteCount(json, "input_image_tokens", usage.InputImageTokens);
        WriteCount(json, "output_tokens", usage.OutputTokens);
        WriteCount(json, "reasoning_tokens", usage.ReasoningTokens);
        WriteCount(json, "output_audio_tokens", usage.OutputAudioTokens);
        WriteCount(json, "output_image_tokens", usage.OutputImageTokens);
        json.WriteEndObject();
    }

    private static void WriteCharges(Utf8JsonWriter json, IReadOnlyList<Charge> charges)
    {
        json.WriteStartArray("charges");
        foreach (var charge in charges)
        {
            json.WriteStartObject();
            json.WriteString("cluster", charge.Cluster);
            json.WriteString("model", charge.Model);
            WriteUsage(json, charge.Usage);
            json.WriteBoolean("estimated", charge.IsEstimated);
            WriteMoney(json, "cost_usd", charge.Cost);
            json.WriteString("price_version", charge.PriceVersion);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteEnd(Utf8JsonWriter json, LedgerRecord record)
    {
        json.WriteString("outcome", record.Outcome);
        json.WriteNumber("status", record.Status);
        json.WriteString("error", record.Error);
        json.WriteBoolean("stream", record.Stream);
        json.WriteNumber("duration_ms", record.Duration.TotalMilliseconds);
        if (record.FirstToken is { } first)
            json.WriteNumber("first_token_ms", first.TotalMilliseconds);
        else
            json.WriteNull("first_token_ms");
        json.WriteString("cache", record.Cache);
        json.WriteString("guardrails", record.Guardrails);
        json.WriteString("prompt", record.Prompt);
        json.WriteStartArray("tags");
        foreach (var tag in record.Tags)
            json.WriteStringValue(tag);
        json.WriteEndArray();
    }

    /// <summary>Writes a count that was told; the others are left out, which keeps a line short.</summary>
    private static void WriteCount(Utf8JsonWriter json, string name, long? count)
    {
        if (count is { } known)
            json.WriteNumber(name, known);
    }

    private static void WriteMoney(Utf8JsonWriter json, string name, decimal? amount)
    {
        if (amount is { } known)
            json.WriteNumber(name, Money.Plain(known));
        else
            json.WriteNull(name);
    }
}
