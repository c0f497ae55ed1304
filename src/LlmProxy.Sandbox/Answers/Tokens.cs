namespace LlmProxy.Sandbox.Answers;

/// <summary>The sandbox's own idea of a token: up to six characters of a word, with the white space before it.</summary>
/// <remarks>English comes to about four tokens for three words, as with real tokenizers, and counting is cheap.</remarks>
internal static class Tokens
{
    /// <summary>What each message costs beside its text, as OpenAI's chat format does.</summary>
    public const int PerMessage = 4;

    /// <summary>What a low-detail image costs with OpenAI.</summary>
    public const int PerImage = 85;

    private const int MaxWordPiece = 6;

    /// <summary>Tokens in the text.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (; !text.IsEmpty; count++) text = text[NextLength(text)..];
        return count;
    }

    /// <summary>Characters in the first token of a text that is not empty.</summary>
    public static int NextLength(ReadOnlySpan<char> text)
    {
        var start = 0;
        while (start < text.Length && char.IsWhiteSpace(text[start])) start++;
        var end = start;
        while (end < text.Length && end - start < MaxWordPiece && !char.IsWhiteSpace(text[end])) end++;
        return WholeCharacters(text, end);
    }

    /// <summary>Characters in the first <paramref name="count"/> tokens.</summary>
    public static int LengthOf(ReadOnlySpan<char> text, int count)
    {
        var length = 0;
        for (; count > 0 && length < text.Length; count--) length += NextLength(text[length..]);
        return length;
    }

    /// <summary>A cut that does not part a surrogate pair: one more where it would.</summary>
    public static int WholeCharacters(ReadOnlySpan<char> text, int length) =>
        length > 0 && length < text.Length && char.IsHighSurrogate(text[length - 1]) && char.IsLowSurrogate(text[length])
            ? length + 1
            : length;
}
