using System.Buffers.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Writes images and files of a chat message as Anthropic's <c>image</c> and <c>document</c> blocks.</summary>
internal static class MediaParts
{
    private const string Pdf = "application/pdf";
    private const string PlainText = "text/plain";

    /// <summary>Writes an <c>image_url</c> part, but not the end of the block.</summary>
    public static void StartImage(Utf8JsonWriter json, JsonElement part, PartPath path, DroppedFields dropped)
    {
        var param = $"{path}.image_url.url";
        var url = RawJson.TryGet(part, "image_url"u8, out var image) && image.ValueKind is JsonValueKind.String ? image
            : RawJson.TryGet(image, "url"u8, out var nested) ? nested
            : throw RequestFault.Missing(param, "An image part must have 'image_url.url'.");
        if (image.ValueKind is JsonValueKind.Object)
        {
            dropped.AddUnknown(image, "messages[].content[].image_url.", "url", "detail");
            if (RawJson.TryGet(image, "detail"u8, out var detail) && !RawJson.Is(detail, "auto"u8)) dropped.Add("messages[].content[].image_url.detail");
        }

        var text = RawJson.Text(url);
        if (DataUrl.TryParse(text, out var data) && (data.MediaType is Pdf || data.MediaType.StartsWith("image/", StringComparison.Ordinal)))
        {
            StartBlock(json, data.MediaType is Pdf ? "document"u8 : "image"u8);
            WriteBase64(json, data);
        }
        else if (DataUrl.StartsWith(text, "https://") || DataUrl.StartsWith(text, "http://"))
        {
            StartBlock(json, "image"u8);
            WriteUrl(json, url);
        }
        else
        {
            throw RequestFault.Invalid(param, DataUrl.IsDataUrl(text)
                ? "The data URL must be 'data:image/png;base64,' (or jpeg, gif, webp) followed by valid base64."
                : "The URL must begin with https:// or http://, or be a base64 data URL; this model's provider reads no others.");
        }
    }

    /// <summary>Writes a <c>file</c> part, but not the end of the block.</summary>
    public static void StartFile(Utf8JsonWriter json, JsonElement part, PartPath path, DroppedFields dropped)
    {
        if (!RawJson.TryGet(part, "file"u8, out var file) || file.ValueKind is not JsonValueKind.Object)
            throw RequestFault.Missing($"{path}.file", "A file part must have an object 'file'.");
        if (!RawJson.TryGet(file, "file_data"u8, out var field))
        {
            throw RequestFault.Unsupported(
                $"{path}.file.file_id", "A stored file cannot be read by this model's provider. Send its content in 'file_data' as a base64 data URL.");
        }

        if (!DataUrl.TryParse(RawJson.Text(field), out var data))
            throw RequestFault.Invalid($"{path}.file.file_data", "'file_data' must be 'data:application/pdf;base64,' followed by valid base64.");
        StartBlock(json, "document"u8);
        if (data.MediaType is Pdf) WriteBase64(json, data);
        else if (data.MediaType is PlainText) WritePlainText(json, data, path);
        else throw RequestFault.Unsupported($"{path}.file.file_data", $"This model's provider reads files of type {Pdf} and {PlainText}.");
        if (RawJson.TryGet(file, "filename"u8, out var name) && !RawJson.IsBlank(name)) RawJson.Copy(json, "title"u8, name);
        dropped.AddUnknown(file, "messages[].content[].file.", "file_data", "filename");
    }

    private static void StartBlock(Utf8JsonWriter json, ReadOnlySpan<byte> type)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, type);
    }

    private static void WriteBase64(Utf8JsonWriter json, in DataUrl data)
    {
        json.WriteStartObject("source"u8);
        json.WriteString("type"u8, "base64"u8);
        json.WriteString("media_type"u8, data.MediaType);
        json.WriteString("data"u8, data.Data);
        json.WriteEndObject();
    }

    private static void WriteUrl(Utf8JsonWriter json, JsonElement url)
    {
        json.WriteStartObject("source"u8);
        json.WriteString("type"u8, "url"u8);
        RawJson.Copy(json, "url"u8, url);
        json.WriteEndObject();
    }

    private static void WritePlainText(Utf8JsonWriter json, in DataUrl data, PartPath path)
    {
        var text = new byte[Base64.GetMaxDecodedFromUtf8Length(data.Data.Length)];
        Base64.DecodeFromUtf8(data.Data, text, out _, out var length);
        var decoded = text.AsSpan(0, length);
        if (!Utf8.IsValid(decoded)) throw RequestFault.Invalid($"{path}.file.file_data", "A file of type text/plain must be UTF-8.");
        json.WriteStartObject("source"u8);
        json.WriteString("type"u8, "text"u8);
        json.WriteString("media_type"u8, PlainText);
        json.WriteString("data"u8, decoded);
        json.WriteEndObject();
    }
}
