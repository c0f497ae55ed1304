using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using LlmProxy.Core.Errors;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Translates an OpenAI chat completion request into a request of Anthropic's Messages API.</summary>
/// <remarks>
/// What has a counterpart is carried over, values byte for byte where they keep their form. What has none and leaves the
/// meaning as it was is listed in <see cref="ChatToMessagesResult.Dropped"/>. What would change the meaning is an error.
/// </remarks>
public static class ChatToMessagesRequest
{
    /// <summary>Deepest nesting that is read, far above that of any real schema.</summary>
    internal const int MaxDepth = 256;

    private static readonly JsonDocumentOptions ReadOptions = new() { MaxDepth = MaxDepth };
    private static readonly JsonWriterOptions WriteOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Translates <paramref name="body"/>.</summary>
    /// <param name="body">The chat request, UTF-8 JSON.</param>
    /// <param name="settings">The cluster's settings.</param>
    /// <param name="output">Takes the Messages request; what it holds after an exception is of no use.</param>
    /// <exception cref="LlmException">400, with the field in <see cref="LlmError.Param"/>: the request cannot be carried over.</exception>
    public static ChatToMessagesResult Translate(
        ReadOnlyMemory<byte> body, ChatToMessagesSettings settings, IBufferWriter<byte> output)
    {
        using var document = Parse(body);
        var dropped = new DroppedFields();
        var fields = ChatFields.Read(document.RootElement, dropped);
        RefuseWhatHasNoCounterpart(fields);

        using (var json = new Utf8JsonWriter(output, WriteOptions)) Write(json, fields, settings, dropped);
        var includesUsage = RawJson.TryGet(fields.StreamOptions, "include_usage"u8, out var usage) && usage.ValueKind is JsonValueKind.True;
        return new ChatToMessagesResult(dropped.Names, fields.Stream.ValueKind is JsonValueKind.True, includesUsage, fields.UsesFunctions);
    }

    private static void Write(Utf8JsonWriter json, ChatFields fields, ChatToMessagesSettings settings, DroppedFields dropped)
    {
        var model = ClaudeModel.Parse(settings.Model);
        var facts = ConversationFacts.Read(fields.Messages);
        var tools = ToolList.Read(fields);
        var choice = ToolChoice.Read(fields, tools.Names, dropped);
        var format = OutputFormat.Read(fields.ResponseFormat, model, dropped);
        var limit = TokenLimit.Stated(fields, dropped, settings.MaxTokensCap);
        var thinking = ThinkingPlan.Make(
            fields, settings.Thinking, model, limit, choice.IsForced, facts.EndsWithUnexplainedTurn, dropped);
        if (limit is null && settings.MaxTokensCap is { } cap && settings.DefaultMaxTokens + (long)thinking.Tokens > cap)
        {
            limit = cap;
            thinking = ThinkingPlan.Make(fields, settings.Thinking, model, limit, choice.IsForced, facts.EndsWithUnexplainedTurn, dropped);
        }

        var needsStandIns = tools.Names.Count == 0 && facts.CalledTools.Count > 0;

        json.WriteStartObject();
        json.WriteString("model"u8, settings.Model);
        json.WriteNumber("max_tokens"u8, limit ?? (long)settings.DefaultMaxTokens + thinking.Tokens);
        SystemPrompt.Write(json, fields.Messages, format.Instruction, dropped);
        Conversation.Write(json, fields.Messages, model, dropped);
        if (needsStandIns) ToolList.WriteStandIns(json, facts.CalledTools);
        else tools.Write(json, choice, model, dropped);
        (needsStandIns ? ToolChoice.None : choice).Write(json);
        thinking.Write(json);
        RequestTail.WriteOutputConfig(json, fields.OutputConfig, format.Schema, thinking.Effort);
        SamplingParameters.Write(json, fields, model, thinking.IsOn, dropped);
        StopSequences.Write(json, fields.Stop, dropped);
        RequestTail.WriteUser(json, fields, dropped);
        RequestTail.WriteServiceTier(json, fields.ServiceTier, dropped);
        RequestTail.WriteNative(json, fields);
        if (fields.Stream.ValueKind is JsonValueKind.True) json.WriteBoolean("stream"u8, true);
        json.WriteEndObject();
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body, ReadOptions);
        }
        catch (JsonException e)
        {
            var error = new LlmError(400, LlmErrorTypes.InvalidRequest, $"The body must be JSON, nested at most {MaxDepth} deep.", "invalid_json");
            throw new LlmException(error with { ShouldRetry = false }, e);
        }
    }

    private static void RefuseWhatHasNoCounterpart(ChatFields fields)
    {
        if (ChatFields.Has(fields.N) && !(fields.N.ValueKind is JsonValueKind.Number && fields.N.TryGetInt32(out var n) && n == 1))
            throw RequestFault.Unsupported("n", "This model's provider gives one answer to a request: 'n' must be 1.");
        if (fields.Modalities.ValueKind is JsonValueKind.Array && fields.Modalities.EnumerateArray().Any(modality => !RawJson.Is(modality, "text"u8)))
            throw RequestFault.Unsupported("modalities", "This model's provider answers in text: 'modalities' must be [\"text\"].");
        if (ChatFields.Has(fields.WebSearchOptions))
        {
            throw RequestFault.Unsupported(
                "web_search_options", "This model's provider searches with a tool: send {\"type\":\"web_search_20250305\",\"name\":\"web_search\"} in 'tools'.");
        }
    }
}
