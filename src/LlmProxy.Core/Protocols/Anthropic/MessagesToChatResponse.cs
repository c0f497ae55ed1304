using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Protocols.OpenAi;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Translates an answer of Anthropic's Messages API that was not streamed into a chat completion.</summary>
/// <remarks>
/// The provider's id is kept, so that its support finds the call. Thinking is given twice, as LiteLLM does: as
/// <c>reasoning_content</c> to read, and as <c>thinking_blocks</c>, unchanged, to hand back with the next request.
/// </remarks>
public static class MessagesToChatResponse
{
    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = ChatToMessagesRequest.MaxDepth };
    private static readonly JsonWriterOptions WriteOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Translates <paramref name="answer"/>.</summary>
    /// <param name="answer">The body of a successful answer, UTF-8.</param>
    /// <param name="model">The model's name as the client knows it.</param>
    /// <param name="created">When the answer came, in seconds since 1970.</param>
    /// <param name="output">Takes the chat completion.</param>
    /// <param name="usesFunctions">Whether the request had <c>functions</c>: the first tool call is then a <c>function_call</c>.</param>
    /// <exception cref="LlmException">The body is an error, or not an answer of this protocol (502).</exception>
    public static MessagesToChatResult Translate(
        ReadOnlyMemory<byte> answer, string model, long created, IBufferWriter<byte> output, bool usesFunctions = false)
    {
        using var document = Parse(answer);
        var root = document.RootElement;
        if (!RawJson.TryGet(root, "content"u8, out var blocks))
            throw RawJson.TryGet(root, "error"u8, out _) ? new LlmException(MessagesErrorReader.Read(200, answer.Span)) : Malformed(null);

        var dropped = new DroppedFields();
        var content = AnswerContent.Read(blocks, dropped);
        if (usesFunctions && content.ToolCalls.Count > 1) dropped.Add("content[].tool_use"); // the old form has one call
        var usage = ReadUsage(root).ToTokenUsage();
        var finish = Finish(root, usesFunctions && content.ToolCalls.Count > 0);
        using (var json = new Utf8JsonWriter(output, WriteOptions))
        {
            json.WriteStartObject();
            if (RawJson.TryGet(root, "id"u8, out var id)) RawJson.Copy(json, "id"u8, id);
            json.WriteString("object"u8, "chat.completion"u8);
            json.WriteNumber("created"u8, created);
            json.WriteString("model"u8, model);
            json.WriteStartArray("choices"u8);
            json.WriteStartObject();
            json.WriteNumber("index"u8, 0);
            ChatMessageWriter.Write(json, root, content, finish, usesFunctions);
            json.WriteNull("logprobs"u8);
            json.WriteString("finish_reason"u8, FinishReasons.NameOf(finish));
            json.WriteEndObject();
            json.WriteEndArray();
            UsageWriter.Write(json, usage);
            WriteServiceTier(json, root);
            json.WriteEndObject();
        }

        return new MessagesToChatResult(usage, finish, dropped.Names) { Id = Text(root, "id"u8), Model = Text(root, "model"u8) };
    }

    private static string? Text(JsonElement root, ReadOnlySpan<byte> name) =>
        RawJson.TryGet(root, name, out var value) && value.ValueKind is JsonValueKind.String ? RawJson.String(value) : null;

    private static FinishReason Finish(JsonElement root, bool isFunctionCall)
    {
        var finish = RawJson.TryGet(root, "stop_reason"u8, out var reason) ? StopReasons.ToFinish(RawJson.Inside(reason)) : FinishReason.None;
        return isFunctionCall && finish is FinishReason.ToolCalls ? FinishReason.FunctionCall : finish;
    }

    private static MessagesUsage ReadUsage(JsonElement root)
    {
        if (!RawJson.TryGet(root, "usage"u8, out var usage)) return default;
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(usage), new JsonReaderOptions { MaxDepth = ChatToMessagesRequest.MaxDepth });
        reader.Read();
        return MessagesUsage.Read(ref reader);
    }

    private static void WriteServiceTier(Utf8JsonWriter json, JsonElement root)
    {
        if (!RawJson.TryGet(root, "usage"u8, out var usage) || !RawJson.TryGet(usage, "service_tier"u8, out var tier)) return;
        if (RawJson.Is(tier, "standard"u8)) json.WriteString("service_tier"u8, "default"u8);
        else if (RawJson.Is(tier, "priority"u8)) json.WriteString("service_tier"u8, "priority"u8);
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> answer)
    {
        try
        {
            return JsonDocument.Parse(answer, ReadOptions);
        }
        catch (JsonException e)
        {
            throw Malformed(e);
        }
    }

    private static LlmException Malformed(Exception? inner) =>
        new(new LlmError(502, LlmErrorTypes.Upstream, "The provider's answer is not one of the Messages API.", "malformed_response"), inner);
}
