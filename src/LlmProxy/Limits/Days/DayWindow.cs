using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace LlmProxy.Limits;

/// <summary>What was used of one day, as a document: <c>{"start":"2026-01-31","used":1234,"limit":5000}</c>.</summary>
/// <param name="Start">When the day began, in ticks of UTC.</param>
/// <param name="Used">What is used or reserved, from 0.</param>
/// <param name="Limit">The largest limit that was in force in it; 0: not known, as in documents of earlier versions.</param>
internal readonly record struct DayWindow(long Start, long Used, long Limit = 0)
{
    // A store takes 512 characters.
    private const int MaxKey = 400;

    /// <summary>The document's key: no two subjects share one.</summary>
    public static string KeyOf(in LimitSubject subject)
    {
        var key = $"{subject.Scope}:{Uri.EscapeDataString(subject.Tenant ?? "")}:{Uri.EscapeDataString(subject.Name)}";
        return key.Length <= MaxKey ? key : $"{subject.Scope}::{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(key)))}";
    }

    /// <summary>The document.</summary>
    public ReadOnlyMemory<byte> ToDocument()
    {
        var buffer = new ArrayBufferWriter<byte>(64);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("start"u8, new DateTime(Start, DateTimeKind.Utc));
        json.WriteNumber("used"u8, Used);
        if (Limit > 0)
            json.WriteNumber("limit"u8, Limit);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Reads one; <c>false</c> for what is none.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> document, out DayWindow day)
    {
        day = default;
        try
        {
            using var json = JsonDocument.Parse(document);
            var start = json.RootElement.GetProperty("start"u8).GetDateTime().ToUniversalTime();
            var limit = json.RootElement.TryGetProperty("limit"u8, out var number) ? number.GetInt64() : 0;
            day = new(start.Date.Ticks, Math.Max(0, json.RootElement.GetProperty("used"u8).GetInt64()), Math.Max(0, limit));
            return true;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }
}
