using System.Text.Json;

namespace LlmProxy.Sandbox.Answers;

/// <summary>Strings for <see cref="SchemaExample"/>.</summary>
internal static class SchemaString
{
    private const string Default = "sandbox";
    private const int MaxLength = 10_000;

    public static string For(JsonElement schema)
    {
        var text = PromptReader.String(schema, "format") switch
        {
            "date-time" => "2025-06-15T00:00:00Z",
            "date" => "2025-06-15",
            "time" => "00:00:00Z",
            "duration" => "PT1S",
            "email" => "sandbox@example.com",
            "hostname" => "example.com",
            "uri" => "https://example.com/",
            "uuid" => "00000000-0000-4000-8000-000000000000",
            "ipv4" => "192.0.2.1",
            "ipv6" => "2001:db8::1",
            _ => Default,
        };
        if (Length(schema, "minLength") is { } least && text.Length < least) text = text.PadRight(Math.Min(least, MaxLength), 'x');
        return Length(schema, "maxLength") is { } most && text.Length > most ? text[..most] : text;
    }

    private static int? Length(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetInt32(out var length)
        && length >= 0
            ? length
            : null;
}
