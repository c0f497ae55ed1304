using System.Text.Encodings.Web;
using System.Text.Json;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Writes events that the gateway adds to a Responses stream.</summary>
internal sealed class ResponsesEventWriter(EventNumbers numbers, PooledBuffer output) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Begins an event; its members follow, then <see cref="End"/>.</summary>
    public Utf8JsonWriter Begin(string type)
    {
        output.Append("event: "u8);
        output.Advance(System.Text.Encoding.ASCII.GetBytes(type, output.GetSpan(type.Length)));
        output.Append("\ndata: "u8);
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("type"u8, type);
        _json.WriteNumber("sequence_number"u8, numbers.Insert());
        return _json;
    }

    /// <summary>Ends it.</summary>
    public void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        output.Append("\n\n"u8);
    }

    /// <summary>Writes the members of an object but those that <paramref name="leavesOut"/> names.</summary>
    public static void CopyMembers(Utf8JsonWriter json, JsonValue value, params ReadOnlySpan<string> leavesOut)
    {
        var scratch = new byte[64];
        var members = value.Members();
        while (value.IsObject && members.Next())
        {
            var name = members.GetName(scratch);
            if (IsAmong(leavesOut, name))
                continue;
            json.WritePropertyName(name);
            json.WriteRawValue(members.Value.Bytes, skipInputValidation: true);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private static bool IsAmong(ReadOnlySpan<string> names, ReadOnlySpan<byte> name)
    {
        foreach (var other in names)
        {
            if (System.Text.Ascii.Equals(name, other))
                return true;
        }

        return false;
    }
}
