using System.Text.Json;

namespace LlmProxy.Sandbox.Hosting;

/// <summary>The few fields of a JSON request that every step needs, found without building a document.</summary>
internal readonly record struct RequestHead(string Model, bool Stream, bool IncludeUsage)
{
    /// <summary>Reads the head; what cannot be read is left to the endpoint to complain about.</summary>
    public static RequestHead Read(ReadOnlySpan<byte> body)
    {
        var head = new RequestHead("", false, false);
        var reader = new Utf8JsonReader(body);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return head;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadProperty(ref reader, ref head);
        }
        catch (JsonException)
        {
            // What was found before the broken place still picks the fault.
        }

        return head;
    }

    private static void ReadProperty(ref Utf8JsonReader reader, ref RequestHead head)
    {
        if (reader.ValueTextEquals("model"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.String) head = head with { Model = reader.GetString() ?? "" };
        }
        else if (reader.ValueTextEquals("stream"u8))
        {
            reader.Read();
            head = head with { Stream = reader.TokenType == JsonTokenType.True };
        }
        else if (reader.ValueTextEquals("stream_options"u8))
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.StartObject) head = head with { IncludeUsage = ReadIncludeUsage(ref reader) };
        }
        else
        {
            reader.Read();
        }

        reader.Skip();
    }

    // Leaves the reader at the object's end.
    private static bool ReadIncludeUsage(ref Utf8JsonReader reader)
    {
        var include = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals("include_usage"u8);
            reader.Read();
            if (isIt) include = reader.TokenType == JsonTokenType.True;
            reader.Skip();
        }

        return include;
    }
}
