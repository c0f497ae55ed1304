using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using LlmProxy.Core.Errors;

namespace LlmProxy.Host.Tenancy;

/// <summary>JSON of the admin endpoints.</summary>
internal static class AdminJson
{
    private const int MaxBytes = 1024 * 1024;

    /// <summary>Names in snake case, no field that is not known.</summary>
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Reads the body's object; no body is an empty one.</summary>
    /// <exception cref="LlmException">400: it is no JSON object, says a text that is no Unicode, or is longer than 1 MiB.</exception>
    public static async Task<JsonObject> ReadAsync(HttpContext context)
    {
        var body = new MemoryStream();
        var buffer = new byte[4096];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > MaxBytes)
                throw Invalid("The body is longer than 1 MiB.");
        }

        if (body.Length == 0)
            return [];
        var json = body.ToArray();
        try
        {
            CheckTexts(json);
            return JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject
                ?? throw Invalid("The body must be a JSON object.");
        }
        catch (JsonException e)
        {
            throw Invalid($"The body is not valid JSON: line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}.");
        }
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="LlmException">400, with the field that is wrong.</exception>
    public static T Read<T>(JsonObject json)
        where T : class
    {
        try
        {
            return json.Deserialize<T>(Options)!;
        }
        catch (InvalidOperationException)
        {
            throw Invalid("A field's value is not of the right kind.");
        }
        catch (JsonException e)
        {
            throw Invalid($"'{e.Path}' is not a field, or its value is not of the right kind.");
        }
    }

    /// <summary>Writes a value, which no cache may keep.</summary>
    public static Task WriteAsync<T>(HttpContext context, T value)
    {
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsJsonAsync(value, Options, context.RequestAborted);
    }

    /// <summary>Whoever reads a text later need not think of bytes that are no UTF-8, nor of <c>\ud800</c> without its other half, at which the reader throws.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    private static void CheckTexts(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
            throw Invalid("The body is not UTF-8.");
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.ValueIsEscaped && !IsWhole(ref reader))
                throw Invalid("The body has a text with half of a surrogate pair.");
        }
    }

    private static bool IsWhole(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString() is not null;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static LlmException Invalid(string message) =>
        new(new LlmError(400, LlmErrorTypes.InvalidRequest, message, "invalid_json") { ShouldRetry = false });
}
