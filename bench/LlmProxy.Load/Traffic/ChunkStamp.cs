using System.Buffers.Text;
using System.Globalization;

namespace LlmProxy.Load.Traffic;

/// <summary>
/// The text of one content chunk: its number and the moment it was written. It lets the client see that no chunk is
/// missing, doubled or out of order, and how long each one was on its way.
/// </summary>
/// <remarks>The moment is <c>Stopwatch.GetTimestamp</c>, which all processes of one Linux machine share.</remarks>
internal static class ChunkStamp
{
    /// <summary>Bytes of one stamp: six digits, a space, sixteen hexadecimal digits, a space.</summary>
    public const int Length = 24;

    private const int MomentStart = 7;

    private const int MomentLength = 16;

    /// <summary>Writes a stamp to the first <see cref="Length"/> bytes of <paramref name="destination"/>.</summary>
    public static void Write(Span<byte> destination, int number, long moment)
    {
        number.TryFormat(destination, out _, "D6", CultureInfo.InvariantCulture);
        destination[MomentStart - 1] = (byte)' ';
        moment.TryFormat(destination[MomentStart..], out _, "x16", CultureInfo.InvariantCulture);
        destination[Length - 1] = (byte)' ';
    }

    /// <summary>Reads a stamp from the start of <paramref name="text"/>; false if there is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> text, out int number, out long moment)
    {
        number = 0;
        moment = 0;
        return text.Length >= Length
            && Utf8Parser.TryParse(text[..(MomentStart - 1)], out number, out var digits) && digits == MomentStart - 1
            && Utf8Parser.TryParse(text.Slice(MomentStart, MomentLength), out moment, out digits, 'x') && digits == MomentLength;
    }
}
