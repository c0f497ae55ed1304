namespace LlmProxy.Core.Tokens.Patterns;

/// <summary>The endings <c>'s 't 're 've 'm 'll 'd</c>.</summary>
internal static class Contraction
{
    /// <summary>How many bytes the ending at <paramref name="start"/> has, its apostrophe included; 0: there is none.</summary>
    public static int LengthAt(ReadOnlySpan<byte> text, int start)
    {
        if ((uint)start >= (uint)text.Length || text[start] != '\'')
        {
            return 0;
        }

        var rest = text[(start + 1)..];
        return rest switch
        {
            [(byte)'s' or (byte)'t' or (byte)'m' or (byte)'d', ..] => 2,
            [(byte)'r' or (byte)'v', (byte)'e', ..] or [(byte)'l', (byte)'l', ..] => 3,
            _ => 0,
        };
    }

    /// <summary>The same for any case, as Unicode folds it: the long s, U+017F, is an s.</summary>
    public static int LengthAtIgnoringCase(ReadOnlySpan<byte> text, int start)
    {
        if ((uint)start >= (uint)text.Length || text[start] != '\'')
        {
            return 0;
        }

        var rest = text[(start + 1)..];
        return rest switch
        {
            [var only, ..] when (only | 0x20) is 's' or 't' or 'm' or 'd' => 2,
            [var first, var second, ..] when (first | 0x20) is 'r' or 'v' && (second | 0x20) == 'e' => 3,
            [var first, var second, ..] when (first | 0x20) == 'l' && (second | 0x20) == 'l' => 3,
            [0xC5, 0xBF, ..] => 3,
            _ => 0,
        };
    }
}
