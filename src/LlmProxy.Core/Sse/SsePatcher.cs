using System.Buffers;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Sse;

/// <summary>Writes a frame with some of its JSON strings replaced, and every other byte as it came.</summary>
public static class SsePatcher
{
    /// <summary>Writes <paramref name="frame"/>, patched.</summary>
    /// <param name="output">Takes the frame.</param>
    /// <param name="frame">The frame; its name, comments and line ends are kept, unless its data was joined from
    /// several lines: then name and data are written anew.</param>
    /// <param name="patches">In ascending order, without overlap.</param>
    /// <exception cref="ArgumentException">A patch is outside the data, is no JSON string, or is out of order.</exception>
    public static void Write(IBufferWriter<byte> output, in SseFrame frame, ReadOnlySpan<SsePatch> patches)
    {
        ArgumentNullException.ThrowIfNull(output);
        Check(frame.Data, patches);
        if (patches.IsEmpty)
        {
            output.Write(frame.Raw);
            return;
        }

        if (frame.DataOffset < 0)
        {
            using var data = new PooledBuffer();
            WriteData(data, frame.Data, patches);
            SseWriter.WriteEvent(output, frame.Event, data.WrittenSpan);
            return;
        }

        output.Write(frame.Raw[..frame.DataOffset]);
        WriteData(output, frame.Data, patches);
        output.Write(frame.Raw[(frame.DataOffset + frame.Data.Length)..]);
    }

    /// <summary>Writes <paramref name="data"/>, patched, without a frame around it.</summary>
    /// <inheritdoc cref="Write" path="/param[@name='patches']|/exception"/>
    public static void WriteJson(IBufferWriter<byte> output, ReadOnlySpan<byte> data, ReadOnlySpan<SsePatch> patches)
    {
        ArgumentNullException.ThrowIfNull(output);
        Check(data, patches);
        WriteData(output, data, patches);
    }

    private static void WriteData(IBufferWriter<byte> output, ReadOnlySpan<byte> data, ReadOnlySpan<SsePatch> patches)
    {
        var from = 0;
        foreach (var patch in patches)
        {
            var (start, length) = patch.Source.GetOffsetAndLength(data.Length);
            output.Write(data[from..start]);
            JsonStringWriter.Write(output, patch.Text.Span);
            from = start + length;
        }

        output.Write(data[from..]);
    }

    private static void Check(ReadOnlySpan<byte> data, ReadOnlySpan<SsePatch> patches)
    {
        var from = 0;
        foreach (var patch in patches)
        {
            var start = patch.Source.Start.GetOffset(data.Length);
            var end = patch.Source.End.GetOffset(data.Length);
            if (start < from || end > data.Length || end - start < 2 || data[start] != '"' || data[end - 1] != '"')
            {
                throw new ArgumentException(
                    $"{patch.Source} is no JSON string behind offset {from} of {data.Length} bytes.", nameof(patches));
            }

            from = end;
        }
    }
}
