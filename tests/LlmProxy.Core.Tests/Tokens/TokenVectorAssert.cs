using System.Buffers;
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
        tokenizer.EncodeToIds(vector.Text, ids, vector.AllowSpecial);
        var text = System.Text.Encoding.UTF8.GetString(vector.Text);
        var wrong = !ids.WrittenSpan.SequenceEqual(vector.Ids)
            || !tokenizer.EncodeToIds(text, vector.AllowSpecial).SequenceEqual(vector.Ids)
            || (!vector.AllowSpecial && tokenizer.CountTokens(vector.Text) != vector.Ids.Length)
            || (!vector.AllowSpecial && tokenizer.CountTokens(text.AsSpan()) != vector.Ids.Length)
            || tokenizer.Decode(vector.Ids) != text;
        return wrong
            ? $"{vector.Encoding}, {vector.Category}, \"{Shorten(text)}\": {ids.WrittenCount} ids, expected {vector.Ids.Length}; "
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
