using System.Buffers;

namespace LlmProxy.Core.Json;

/// <summary>Steps through JSON by its quotes and brackets alone, without decoding or checking anything.</summary>
/// <remarks>
/// On well-formed JSON every answer is right. On anything else it is without meaning, but never behind the end and never
/// before the place asked about, so that a walk always ends.
/// </remarks>
public static class JsonScan
{
    private static readonly SearchValues<byte> EndOfLiteral = SearchValues.Create(",}] \t\r\n"u8);
    private static readonly SearchValues<byte> White = SearchValues.Create(" \t\r\n"u8);

    /// <summary>The first place at or behind <paramref name="at"/> that is no white space.</summary>
    public static int SkipWhite(ReadOnlySpan<byte> json, int at)
    {
        // Mostly there is none, or one blank.
        if (at < json.Length && json[at] > ' ')
            return at;
        var next = at >= json.Length ? -1 : json[at..].IndexOfAnyExcept(White);
        return next < 0 ? json.Length : at + next;
    }

    /// <summary>The place behind the value that begins at <paramref name="at"/>.</summary>
    public static int EndOfValue(ReadOnlySpan<byte> json, int at)
    {
        if (at >= json.Length)
            return json.Length;
        var skipper = default(JsonSkipper);
        switch (json[at])
        {
            case (byte)'"':
                skipper.Open((byte)'"');
                return at + 1 + skipper.SkipString(json[(at + 1)..]);
            case (byte)'{' or (byte)'[':
                skipper.Open(json[at]);
                return at + 1 + skipper.SkipContainer(json[(at + 1)..]);
            default:
                var length = json[at..].IndexOfAny(EndOfLiteral);
                return length < 0 ? json.Length : at + length;
        }
    }
}
