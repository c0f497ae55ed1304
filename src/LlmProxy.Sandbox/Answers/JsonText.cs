using System.Text;
using System.Text.Json;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Answers;

/// <summary>Small JSON texts that are themselves an answer's text.</summary>
internal static class JsonText
{
    /// <summary>What <paramref name="write"/> writes.</summary>
    public static string Of(Action<Utf8JsonWriter> write)
    {
        using var buffer = new FrameBuffer();
        write(buffer.BeginJson());
        buffer.EndJson();
        return Encoding.UTF8.GetString(buffer.Written.Span);
    }

    /// <summary>An object with one string.</summary>
    public static string Object(string name, string value) => Of(json =>
    {
        json.WriteStartObject();
        json.WriteString(name, value);
        json.WriteEndObject();
    });
}
