using System.Text;
using System.Text.Json;
using LlmProxy.Core.Guardrails.Schemas;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;

namespace LlmProxy.Guardrails.Schemas;

/// <summary>The form in which a request asks for its answer.</summary>
/// <param name="IsJson">Whether it asks for JSON.</param>
/// <param name="Schema">The schema that the answer must keep; <c>null</c>: none, any JSON will do.</param>
internal readonly record struct AskedFormat(bool IsJson, JsonSchema? Schema = null)
{
    private const int MaxDepth = 128;

    /// <summary>What a request asks for: chat's <c>response_format</c>, responses' <c>text.format</c>, Anthropic's <c>output_format</c> and <c>output_config.format</c>.</summary>
    /// <exception cref="JsonSchemaException">Its schema is none, or cannot be checked.</exception>
    public static AskedFormat Of(LlmExchange? exchange) => exchange?.Request is not { } request ? default : exchange.Path.Endpoint switch
    {
        LlmEndpoint.ChatCompletions => Read(request.Bytes(RequestField.ResponseFormat)),
        LlmEndpoint.Responses => Read(request.Bytes(RequestField.Text), "format"),
        LlmEndpoint.Messages => OfMessages(request.Body.Span),
        _ => default,
    };

    private static AskedFormat OfMessages(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = MaxDepth });
        AskedFormat asked = default;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isFormat, isConfig) = (reader.ValueTextEquals("output_format"u8), reader.ValueTextEquals("output_config"u8));
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            // Where both are there, either may be what counts: the one with a schema is taken.
            if ((isFormat || isConfig) && asked.Schema is null && Read(body[start..(int)reader.BytesConsumed], isConfig ? "format" : null) is { IsJson: true } found)
                asked = found;
        }

        return asked;
    }

    private static AskedFormat Read(ReadOnlySpan<byte> json, string? within = null)
    {
        if (json.IsEmpty)
            return default;
        using var document = JsonDocument.Parse(json.ToArray(), new JsonDocumentOptions { MaxDepth = MaxDepth });
        var format = document.RootElement;
        if (within is not null && !TryMember(format, within, out format))
            return default;
        if (!TryMember(format, "type", out var type) || type.ValueKind != JsonValueKind.String)
            return default;
        return type.GetString() switch
        {
            "json_object" => new(true),
            // Chat wraps it once more.
            "json_schema" => new(true, SchemaOf(TryMember(format, "json_schema", out var wrapped) ? wrapped : format)),
            _ => default,
        };
    }

    private static JsonSchema? SchemaOf(JsonElement format)
    {
        if (!TryMember(format, "schema", out var schema) || schema.ValueKind == JsonValueKind.Null)
            return null;
        try
        {
            return JsonSchema.Parse(Encoding.UTF8.GetBytes(schema.GetRawText()));
        }
        catch (JsonSchemaException)
        {
            // The place of what is wrong is in a caller's words, which no log shall have.
            throw new JsonSchemaException("#", "of the request cannot be checked");
        }
    }

    private static bool TryMember(JsonElement parent, string name, out JsonElement member)
    {
        member = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out member);
    }
}
