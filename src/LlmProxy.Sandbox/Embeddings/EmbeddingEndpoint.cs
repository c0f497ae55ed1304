using System.Runtime.InteropServices;
using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Embeddings;

/// <summary><c>POST /embeddings</c>.</summary>
internal static class EmbeddingEndpoint
{
    private const int DefaultDimensions = 1536;
    private const int MaxDimensions = 8192;
    private const int MaxInputs = 2048;

    public static Task HandleAsync(Exchange exchange)
    {
        var request = exchange.Json;
        PromptReader.RequireModel(request, exchange.Model);
        var dimensions = PromptReader.Number(request, "dimensions", 1) ?? DefaultDimensions;
        if (dimensions > MaxDimensions)
            throw ApiException.Invalid($"'dimensions' must be at most {MaxDimensions}.", "dimensions", "integer_above_max_value");
        var isBase64 = PromptReader.String(request, "encoding_format") switch
        {
            null or "float" => false,
            "base64" => true,
            var other => throw ApiException.Invalid(
                $"Invalid value: '{other}'. Supported values are: 'float' and 'base64'.", "encoding_format", "invalid_value"),
        };
        var inputs = ReadInputs(request);
        return BodyOutput.SendJsonAsync(exchange, json => Write(json, exchange.Model, inputs, dimensions, isBase64));
    }

    private static JsonElement[] ReadInputs(JsonElement request)
    {
        if (!request.TryGetProperty("input", out var input)) throw ApiException.Missing("input");
        var isOne = input.ValueKind != JsonValueKind.Array
            || input.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Number);
        JsonElement[] inputs = isOne ? [input] : [.. input.EnumerateArray()];
        if (inputs.Length is 0 or > MaxInputs || !Array.TrueForAll(inputs, IsInput))
            throw ApiException.Invalid($"'$.input' is invalid: 1 to {MaxInputs} strings or token lists, none empty.", "input");
        return inputs;
    }

    private static bool IsInput(JsonElement input) => input.ValueKind switch
    {
        JsonValueKind.String => input.GetString()!.Length > 0,
        JsonValueKind.Array => input.GetArrayLength() > 0 && input.EnumerateArray().All(token =>
            token.ValueKind == JsonValueKind.Number && token.TryGetInt32(out _)),
        _ => false,
    };

    private static void Write(Utf8JsonWriter json, string model, JsonElement[] inputs, int dimensions, bool isBase64)
    {
        var tokens = 0;
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        for (var i = 0; i < inputs.Length; i++)
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "embedding"u8);
            json.WriteNumber("index"u8, i);
            json.WritePropertyName("embedding"u8);
            WriteVector(json, VectorOf(inputs[i], dimensions, ref tokens), isBase64);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model"u8, model);
        json.WriteStartObject("usage"u8);
        json.WriteNumber("prompt_tokens"u8, tokens);
        json.WriteNumber("total_tokens"u8, tokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static float[] VectorOf(JsonElement input, int dimensions, ref int tokens)
    {
        if (input.ValueKind == JsonValueKind.String)
        {
            var text = input.GetString()!;
            tokens += Tokens.Count(text);
            return EmbeddingVector.Of(text, dimensions);
        }

        tokens += input.GetArrayLength();
        return EmbeddingVector.Of(input.EnumerateArray().Select(token => token.GetInt32()), dimensions);
    }

    // Base64 is of little-endian floats, which is what every processor of .NET has.
    private static void WriteVector(Utf8JsonWriter json, float[] vector, bool isBase64)
    {
        if (isBase64)
        {
            json.WriteBase64StringValue(MemoryMarshal.AsBytes(vector.AsSpan()));
            return;
        }

        json.WriteStartArray();
        foreach (var value in vector) json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
