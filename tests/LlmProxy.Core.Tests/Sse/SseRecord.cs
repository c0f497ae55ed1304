using System.Text;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Tests.Sse;

/// <summary>What a reader made of a body: its events, and every byte that came out.</summary>
internal sealed class SseRecord
{
    public List<(string Event, string Data)> Events { get; } = [];

    public List<byte> Raw { get; } = [];

    public int Frames { get; private set; }

    /// <summary>Reads a body that arrives in chunks cut at <paramref name="cuts"/>, in ascending order.</summary>
    public static SseRecord Of(ReadOnlySpan<byte> body, params int[] cuts)
    {
        using var reader = new SseReader();
        var record = new SseRecord();
        var start = 0;
        foreach (var cut in cuts.Append(body.Length))
        {
            var chunk = body[start..cut];
            start = cut;
            while (reader.TryRead(ref chunk, out var frame))
            {
                record.Add(frame);
            }

            Assert.True(chunk.IsEmpty);
            Assert.Equal(start, record.Raw.Count + reader.PendingBytes);
            Assert.True(reader.Pending.SequenceEqual(body[record.Raw.Count..start]));
        }

        if (reader.TryComplete(out var last))
        {
            record.Add(last);
        }

        Assert.Equal(0, reader.PendingBytes);
        return record;
    }

    /// <summary>Reads a body that arrives one byte at a time.</summary>
    public static SseRecord ByteByByte(ReadOnlySpan<byte> body) =>
        Of(body, [.. Enumerable.Range(1, Math.Max(0, body.Length - 1))]);

    private void Add(in SseFrame frame)
    {
        Frames++;
        Raw.AddRange(frame.Raw);
        if (frame.HasData)
        {
            Events.Add((Encoding.UTF8.GetString(frame.Event), Encoding.UTF8.GetString(frame.Data)));
        }

        if (frame.DataOffset >= 0)
        {
            Assert.True(frame.Raw.Slice(frame.DataOffset, frame.Data.Length).SequenceEqual(frame.Data));
        }
    }
}
