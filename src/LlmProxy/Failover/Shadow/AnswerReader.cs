using System.Text;
using System.Text.Json;
using LlmProxy.Core.Sse;
using LlmProxy.Endpoints;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Telemetry;

namespace LlmProxy.Failover.Shadow;

/// <summary>Finds text and end in an answer of the client's protocol, whole or streamed. Nobody waits for it.</summary>
internal static class AnswerReader
{
    /// <summary>Reads an answer.</summary>
    /// <param name="endpoint">What was asked.</param>
    /// <param name="isStream">Whether it is a stream of events.</param>
    /// <param name="bytes">All of it. What is no answer of the protocol has neither text nor end.</param>
    public static AnswerReading Read(LlmEndpoint endpoint, bool isStream, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return isStream ? ReadStream(endpoint, bytes.Span) : ReadJson(endpoint, bytes);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever a provider sent, it must not cost more than one comparison.
            return default;
        }
    }

    private static AnswerReading ReadStream(LlmEndpoint endpoint, ReadOnlySpan<byte> bytes)
    {
        if (NativeAnswers.CreateDecoder(endpoint) is not { } decoder)
            return default;
        using var owned = decoder as IDisposable;
        using var reader = new SseReader();
        var texts = new TextSink();
        while (reader.TryRead(ref bytes, out var frame))
        {
            if (frame.HasData)
                decoder.Decode(frame, texts);
        }

        return new AnswerReading(texts.Text, FinishReasonTags.Of(texts.Finish)?[0]);
    }

    private static AnswerReading ReadJson(LlmEndpoint endpoint, ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty)
            return default;
        using var document = JsonDocument.Parse(bytes);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object)
            return default;
        return endpoint switch
        {
            LlmEndpoint.ChatCompletions => First(root, "choices") is { } choice
                ? new(choice.TryGetProperty("message", out var message) ? String(message, "content") : null, String(choice, "finish_reason"))
                : default,
            LlmEndpoint.Completions => First(root, "choices") is { } choice ? new(String(choice, "text"), String(choice, "finish_reason")) : default,
            LlmEndpoint.Messages => new(Texts(root, "content"), String(root, "stop_reason")),
            LlmEndpoint.Responses => new(Output(root), String(root, "status")),
            _ => default,
        };
    }

    private static JsonElement? First(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 ? list[0] : null;

    private static string? String(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string? Texts(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var parts) || parts.ValueKind != JsonValueKind.Array)
            return null;
        var text = new StringBuilder();
        foreach (var part in parts.EnumerateArray())
            text.Append(String(part, "text"));
        return text.ToString();
    }

    private static string? Output(JsonElement response)
    {
        if (!response.TryGetProperty("output", out var items) || items.ValueKind != JsonValueKind.Array)
            return null;
        var text = new StringBuilder();
        foreach (var item in items.EnumerateArray())
        {
            if (String(item, "type") == "message")
                text.Append(Texts(item, "content"));
        }

        return text.ToString();
    }
}
