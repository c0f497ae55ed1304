using System.Numerics;

namespace LlmProxy.Core.Guardrails.Texts;

/// <summary>Counts characters of UTF-8.</summary>
public static class CodePoints
{
    /// <summary>How many code points <paramref name="utf8"/> has; of bytes that are no UTF-8, those count that could begin one.</summary>
    public static long Count(ReadOnlySpan<byte> utf8)
    {
        // All bytes but those that continue a code point, which are 80 to BF: less than -64 as signed bytes.
        var continuing = 0L;
        var at = 0;
        if (Vector.IsHardwareAccelerated)
        {
            for (; at <= utf8.Length - Vector<byte>.Count; at += Vector<byte>.Count)
            {
                var isContinuing = Vector.LessThan(Vector.AsVectorSByte(new Vector<byte>(utf8[at..])), new Vector<sbyte>(-64));
                // Each lane that holds is -1.
                continuing -= Vector.Sum(isContinuing);
            }
        }

        for (; at < utf8.Length; at++)
            continuing += (sbyte)utf8[at] < -64 ? 1 : 0;
        return utf8.Length - continuing;
    }
}
