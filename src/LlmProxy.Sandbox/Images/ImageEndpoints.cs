using System.Globalization;
using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Images;

/// <summary><c>/images/generations</c>, <c>/images/edits</c> and <c>/images/variations</c>.</summary>
internal static class ImageEndpoints
{
    private const int DefaultSide = 8;
    private const int MaxSide = 2048;
    private const int MaxImages = 10;

    /// <summary><c>POST /images/generations</c>.</summary>
    public static Task GenerateAsync(Exchange exchange)
    {
        var request = exchange.Json;
        var prompt = PromptReader.String(request, "prompt") ?? throw ApiException.Missing("prompt");
        return SendAsync(
            exchange,
            prompt,
            PromptReader.String(request, "size"),
            PromptReader.Number(request, "n", 1) ?? 1,
            PromptReader.String(request, "response_format"));
    }

    /// <summary><c>POST /images/edits</c> and <c>/images/variations</c>.</summary>
    public static Task EditAsync(Exchange exchange)
    {
        var form = exchange.Multipart ?? throw ApiException.Invalid("Expected a multipart/form-data body.", null);
        if (!form.Files.Exists(part => part.Field is "image" or "image[]")) throw ApiException.Missing("image");
        var count = int.TryParse(form["n"], NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 1;
        return SendAsync(exchange, form["prompt"] ?? "", form["size"], count, form["response_format"]);
    }

    private static Task SendAsync(Exchange exchange, string prompt, string? size, int count, string? format)
    {
        if (count is < 1 or > MaxImages) throw ApiException.Invalid($"'n' must be from 1 to {MaxImages}.", "n");
        var (width, height) = ReadSize(size);
        var image = Png.Make(width, height, (uint)StableHash.Of(prompt));
        return BodyOutput.SendJsonAsync(exchange, json => Write(json, exchange.Sandbox.Now, prompt, image, count, format));
    }

    private static (int Width, int Height) ReadSize(string? size)
    {
        if (size is null or "auto") return (DefaultSide, DefaultSide);
        var parts = size.Split('x');
        if (parts.Length == 2 && TryReadSide(parts[0], out var width) && TryReadSide(parts[1], out var height)) return (width, height);
        throw ApiException.Invalid($"Invalid value: '{size}'. A size is written 1024x1024, at most {MaxSide}x{MaxSide}.", "size");
    }

    private static bool TryReadSide(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is > 0 and <= MaxSide;

    private static void Write(Utf8JsonWriter json, long created, string prompt, byte[] image, int count, string? format)
    {
        json.WriteStartObject();
        json.WriteNumber("created"u8, created);
        json.WriteStartArray("data"u8);
        for (var i = 0; i < count; i++)
        {
            json.WriteStartObject();
            // No picture is kept for a later request, so the URL holds it.
            if (format == "url") json.WriteString("url"u8, "data:image/png;base64," + Convert.ToBase64String(image));
            else json.WriteBase64String("b64_json"u8, image);
            json.WriteString("revised_prompt"u8, prompt);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("usage"u8);
        var tokens = Tokens.Count(prompt);
        json.WriteNumber("input_tokens"u8, tokens);
        json.WriteNumber("output_tokens"u8, count * Tokens.PerImage);
        json.WriteNumber("total_tokens"u8, tokens + (count * Tokens.PerImage));
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("text_tokens"u8, tokens);
        json.WriteNumber("image_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
