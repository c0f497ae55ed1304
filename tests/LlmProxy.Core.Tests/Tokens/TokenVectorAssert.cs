using System.Buffers;
using System.Text;
using LlmProxy.Core.Tokens;

namespace LlmProxy.Core.Tests.Tokens;

/// <summary>Compares the encoder with a vector, by all its ways in.</summary>
internal static class TokenVectorAssert
{
    /// <summary>What is wrong, or null.</summary>
    public static string? Difference(TokenVector vector)
    {
        var tokenizer = Tokenizers.Get(vector.Encoding);
        var ids = new ArrayBufferWriter<int>();
        tokenizer.EncodeToIds(vector.Utf8, ids, vector.AllowSpecial);
        var wrong = !ids.WrittenSpan.SequenceEqual(vector.Ids)
            || !tokenizer.EncodeToIds(vector.Text, vector.AllowSpecial).SequenceEqual(vector.Ids)
            || (!vector.AllowSpecial && tokenizer.CountTokens(vector.Utf8) != vector.Ids.Length)
            || (!vector.AllowSpecial && tokenizer.CountTokens(vector.Text.AsSpan()) != vector.Ids.Length)
            || tokenizer.Decode(vector.Ids) != Encoding.UTF8.GetString(vector.Utf8);
        return wrong
            ? $"{vector.Encoding}, {vector.Category}, \"{Shorten(vector.Text)}\": {ids.WrittenCount} ids, expected {vector.Ids.Length}; "
                + $"the first that differs is number {ids.WrittenSpan.CommonPrefixLength(vector.Ids)}."
            : null;
    }

    /// <summary>Fails with the first differences, if there are any.</summary>
    /// <returns>How many vectors there were.</returns>
    public static int AllAgree(IEnumerable<TokenVector> vectors)
    {
        var count = 0;
        var wrong = new List<string>();
        foreach (var vector in vectors)
        {
            count++;
            if (Difference(vector) is { } difference)
            {
                wrong.Add(difference);
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {count} differ:\n{string.Join('\n', wrong.Take(20))}");
        return count;
    }

    private static string Shorten(string text) => text.Length <= 60 ? text : $"{text[..60]}… ({text.Length} characters)";
}
