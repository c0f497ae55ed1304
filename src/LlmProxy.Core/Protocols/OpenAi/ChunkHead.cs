using System.Text.Encodings.Web;
using System.Text.Json;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>What stands at the head of every chunk of one answer, encoded once.</summary>
internal sealed class ChunkHead(string id, long created, string model)
{
    private readonly JsonEncodedText _id = JsonEncodedText.Encode(id, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
    private readonly JsonEncodedText _model = JsonEncodedText.Encode(model, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);

    /// <summary>Writes the members.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteString("id"u8, _id);
        json.WriteString("object"u8, "chat.completion.chunk"u8);
        json.WriteNumber("created"u8, created);
        json.WriteString("model"u8, _model);
    }
}
