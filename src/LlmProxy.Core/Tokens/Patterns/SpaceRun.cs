using LlmProxy.Core.Tokens.Unicode;

namespace LlmProxy.Core.Tokens.Patterns;

/// <summary>The alternatives for white space that all patterns end with.</summary>
internal static class SpaceRun
{
    /// <summary><c>\s+(?!\S)|\s+</c>: the whole run at the end of the text, else all of it but the last character.</summary>
    public static int End(ReadOnlySpan<byte> text, int start)
    {
        var end = TextScan.SkipWhile(text, start, CharacterKinds.Space);
        return end == text.Length ? end : LeaveLast(text, start, end);
    }

    /// <summary><c>\s*[\r\n]+|\s+(?!\S)|\s+</c>: up to the last line end of the run, else as <see cref="End"/>.</summary>
    public static int EndAtLine(ReadOnlySpan<byte> text, int start)
    {
        var end = TextScan.SkipWhile(text, start, CharacterKinds.Space);
        var line = text[start..end].LastIndexOfAny((byte)'\r', (byte)'\n');
        return line >= 0 ? start + line + 1 : end == text.Length ? end : LeaveLast(text, start, end);
    }

    private static int LeaveLast(ReadOnlySpan<byte> text, int start, int end)
    {
        var last = end - 1;
        while ((text[last] & 0xC0) == 0x80)
        {
            last--;
        }

        return last > start ? last : end;
    }
}
