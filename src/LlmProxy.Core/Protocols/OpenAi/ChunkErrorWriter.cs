using System.Text.Json;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Events;

namespace LlmProxy.Core.Protocols.OpenAi;

/// <summary>Writes the error that ends a chat or completions stream.</summary>
internal static class ChunkErrorWriter
{
    /// <summary>Writes the member <c>error</c>; the provider's own name for it is the code.</summary>
    public static void Write(Utf8JsonWriter json, in LlmEvent e)
    {
        json.WriteStartObject("error"u8);
        json.WriteString("message"u8, e.Text.IsEmpty ? "The provider reported an error."u8 : e.Text);
        json.WriteString("type"u8, LlmErrorTypes.Upstream);
        json.WriteNull("param"u8);
        if (e.Name.IsEmpty)
        {
            json.WriteNull("code"u8);
        }
        else
        {
            json.WriteString("code"u8, e.Name);
        }

        json.WriteEndObject();
    }
}
