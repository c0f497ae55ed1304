using System.Buffers;
using System.Buffers.Text;
using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Json;

/// <summary>Writes whole numbers as JSON.</summary>
internal static class JsonNumberWriter
{
    private const int LongestNumber = 20;

    /// <summary>Appends <paramref name="number"/>.</summary>
    public static void Write(long number, PooledBuffer output)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(LongestNumber), out var written, default(StandardFormat));
        output.Advance(written);
    }
}
