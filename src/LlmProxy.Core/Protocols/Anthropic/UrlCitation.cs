using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>One web page that a stretch of the answer's text refers to.</summary>
/// <param name="Citation">Anthropic's citation.</param>
/// <param name="Url">Its <c>url</c>.</param>
/// <param name="Start">Where the stretch begins in the joined text, in Unicode code points.</param>
/// <param name="End">Behind its last code point.</param>
internal readonly record struct UrlCitation(JsonElement Citation, JsonElement Url, int Start, int End)
{
    /// <summary>Writes it as OpenAI's annotation.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "url_citation"u8);
        json.WriteStartObject("url_citation"u8);
        json.WriteNumber("start_index"u8, Start);
        json.WriteNumber("end_index"u8, End);
        RawJson.Copy(json, "url"u8, Url);
        if (RawJson.TryGet(Citation, "title"u8, out var title)) RawJson.Copy(json, "title"u8, title);
        else json.WriteString("title"u8, ""u8);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
