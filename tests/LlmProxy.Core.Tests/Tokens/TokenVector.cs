using System.Runtime.InteropServices;
using System.Text.Json;

namespace LlmProxy.Core.Tests.Tokens;

/// <summary>One line of a vector file: a text, and what the reference encoder makes of it.</summary>
/// <param name="Encoding">The encoding's name.</param>
/// <param name="Category">What kind of text it is.</param>
/// <param name="Utf8">The text as UTF-8, which may be broken.</param>
/// <param name="Text">The text as UTF-16, which may be broken.</param>
/// <param name="Ids">The reference's ids.</param>
/// <param name="AllowSpecial">Whether names of special tokens mean the tokens.</param>
internal sealed record TokenVector(string Encoding, string Category, byte[] Utf8, string Text, int[] Ids, bool AllowSpecial)
{
    /// <summary>
    /// Reads a file of JSON lines with <c>encoding</c>, <c>category</c>, <c>ids</c>, and one of <c>text</c>, <c>base64</c> (UTF-8) and
    /// <c>utf16</c> (base64 of little-endian UTF-16). A line without <c>ids</c> is a remark.
    /// </summary>
    public static IEnumerable<TokenVector> ReadAll(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            using var document = JsonDocument.Parse(line);
            if (document.RootElement.TryGetProperty("ids", out var ids))
            {
                yield return Read(document.RootElement, [.. ids.EnumerateArray().Select(id => id.GetInt32())]);
            }
        }
    }

    private static TokenVector Read(JsonElement line, int[] ids)
    {
        var (utf8, text) = TextOf(line);
        return new TokenVector(
            line.GetProperty("encoding").GetString()!,
            line.GetProperty("category").GetString()!,
            utf8,
            text,
            ids,
            line.TryGetProperty("special", out var special) && special.GetString() == "all");
    }

    private static (byte[] Utf8, string Text) TextOf(JsonElement line)
    {
        if (line.TryGetProperty("base64", out var base64))
        {
            var utf8 = base64.GetBytesFromBase64();
            return (utf8, System.Text.Encoding.UTF8.GetString(utf8));
        }

        var text = line.TryGetProperty("utf16", out var utf16)
            ? new string(MemoryMarshal.Cast<byte, char>(utf16.GetBytesFromBase64()))
            : line.GetProperty("text").GetString()!;
        return (System.Text.Encoding.UTF8.GetBytes(text), text);
    }
}
