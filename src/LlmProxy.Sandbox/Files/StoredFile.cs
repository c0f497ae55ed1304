using System.Text.Json;

namespace LlmProxy.Sandbox.Files;

/// <summary>An uploaded or produced file.</summary>
internal sealed record StoredFile(string Id, string FileName, string Purpose, long CreatedAt, byte[] Content)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, Id);
        json.WriteString("object"u8, "file"u8);
        json.WriteNumber("bytes"u8, Content.Length);
        json.WriteNumber("created_at"u8, CreatedAt);
        json.WriteString("filename"u8, FileName);
        json.WriteString("purpose"u8, Purpose);
        json.WriteString("status"u8, "processed"u8);
        json.WriteEndObject();
    }
}
