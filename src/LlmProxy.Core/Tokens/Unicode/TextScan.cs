using System.Runtime.CompilerServices;

namespace LlmProxy.Core.Tokens.Unicode;

/// <summary>Steps through UTF-8 that is known to be valid, character by character.</summary>
internal static class TextScan
{
    /// <summary>The kind of the character at <paramref name="position"/>.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="position">Where a character begins.</param>
    /// <param name="length">How many bytes it has, 1 to 4.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterKinds KindAt(ReadOnlySpan<byte> text, int position, out int length)
    {
        var first = text[position];
        if (first < 0x80)
        {
            length = 1;
            return (CharacterKinds)CharacterTable.Ascii[first];
        }

        return KindOfLong(text[position..], out length);
    }

    /// <summary>The kind of the character at <paramref name="position"/>, and none at the end of the text.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static CharacterKinds KindAtOrNone(ReadOnlySpan<byte> text, int position, out int length)
    {
        if ((uint)position < (uint)text.Length)
        {
            return KindAt(text, position, out length);
        }

        length = 0;
        return CharacterKinds.None;
    }

    /// <summary>Where the run of characters of some kinds ends that begins at <paramref name="position"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int SkipWhile(ReadOnlySpan<byte> text, int position, CharacterKinds kinds)
    {
        var ascii = CharacterTable.Ascii;
        while ((uint)position < (uint)text.Length)
        {
            var first = text[position];
            if (((CharacterKinds)ascii[first] & kinds) != 0)
            {
                position++;
            }
            else if (first < 0x80)
            {
                break;
            }
            else
            {
                return SkipLongWhile(text, position, kinds);
            }
        }

        return position;
    }

    private static int SkipLongWhile(ReadOnlySpan<byte> text, int position, CharacterKinds kinds)
    {
        while ((uint)position < (uint)text.Length && (KindAt(text, position, out var length) & kinds) != 0)
        {
            position += length;
        }

        return position;
    }

    private static CharacterKinds KindOfLong(ReadOnlySpan<byte> text, out int length)
    {
        int first = text[0];
        if (first < 0xE0)
        {
            length = 2;
            return CharacterTable.KindOf(((first & 0x1F) << 6) | (text[1] & 0x3F));
        }

        if (first < 0xF0)
        {
            length = 3;
            return CharacterTable.KindOf(((first & 0x0F) << 12) | ((text[1] & 0x3F) << 6) | (text[2] & 0x3F));
        }

        length = 4;
        return CharacterTable.KindOf(
            ((first & 0x07) << 18) | ((text[1] & 0x3F) << 12) | ((text[2] & 0x3F) << 6) | (text[3] & 0x3F));
    }
}
