using System.Text.Json;

namespace LlmProxy.Core.Tests.Tokens;

/// <summary>One line of a vector file: a text, and what the reference encoder makes of it.</summary>
/// <param name="Encoding">The encoding's name.</param>
/// <param name="Category">What kind of text it is.</param>
/// <param name="Text">The text as UTF-8; it may be broken.</param>
/// <param name="Ids">The reference's ids.</param>
/// <param name="AllowSpecial">Whether names of special tokens mean the tokens.</param>
internal sealed record TokenVector(string Encoding, string Category, byte[] Text, int[] Ids, bool AllowSpecial)
{
    /// <summary>Reads a file of JSON lines with <c>encoding</c>, <c>ids</c> and either <c>text</c> or <c>base64</c>, in that order or any other.</summary>
    public static IEnumerable<TokenVector> ReadAll(string path)
    {
        foreach (var line in File.ReadLines(path))
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            if (root.TryGetProperty("ids", out var ids))
            {
                yield return new TokenVector(
                    root.GetProperty("encoding").GetString()!,
                    root.GetProperty("category").GetString()!,
                    TextOf(root),
                    [.. ids.EnumerateArray().Select(id => id.GetInt32())],
                    root.TryGetProperty("special", out var special) && special.GetString() == "all");
            }
        }
    }

    private static byte[] TextOf(JsonElement root) => root.TryGetProperty("base64", out var bytes)
        ? bytes.GetBytesFromBase64()
        : System.Text.Encoding.UTF8.GetBytes(root.GetProperty("text").GetString()!);
}
