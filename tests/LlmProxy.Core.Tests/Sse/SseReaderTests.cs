using System.Text;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Tests.Sse;

public class SseReaderTests
{
    [Fact]
    public void TryRead_FrameWholeInTheChunk_IsASliceOfTheChunk()
    {
        var chunk = "event: e\ndata: 1\n\n"u8.ToArray();
        using var reader = new SseReader();
        ReadOnlySpan<byte> input = chunk;

        Assert.True(reader.TryRead(ref input, out var frame));

        Assert.True(frame.Raw.Overlaps(chunk));
        Assert.True(frame.Event.Overlaps(chunk));
        Assert.True(frame.Data.Overlaps(chunk));
        Assert.Equal("event: e\ndata: ".Length, frame.DataOffset);
    }

    [Fact]
    public void TryRead_CrOfABlankLineEndsTheChunk_GivesTheFrameAtOnceAndTheLfAfterIt()
    {
        using var reader = new SseReader();
        var input = "data: 1\r\n\r"u8;
        Assert.True(reader.TryRead(ref input, out var frame));
        Assert.True(frame.Raw.SequenceEqual("data: 1\r\n\r"u8));
        Assert.False(reader.TryRead(ref input, out _));

        input = "\ndata: 2\r\n\r\n"u8;
        Assert.True(reader.TryRead(ref input, out frame));
        Assert.False(frame.HasData);
        Assert.True(frame.Raw.SequenceEqual("\n"u8));
        Assert.Equal(-1, frame.DataOffset);
        Assert.True(reader.TryRead(ref input, out frame));
        Assert.True(frame.Raw.SequenceEqual("data: 2\r\n\r\n"u8));
    }

    [Fact]
    public void TryRead_EmptyFrames_EachAreAFrameWithoutData()
    {
        var record = SseRecord.Of("\n\n\n\n"u8);
        Assert.Equal(4, record.Frames);
        Assert.Empty(record.Events);
    }

    [Fact]
    public void TryRead_LinesJoined_HaveNoPlaceInTheRawBytes()
    {
        using var reader = new SseReader();
        var input = "data: a\ndata: b\n\n"u8;
        Assert.True(reader.TryRead(ref input, out var frame));
        Assert.Equal(-1, frame.DataOffset);
        Assert.True(frame.Data.SequenceEqual("a\nb"u8));
    }

    [Fact]
    public void TryComplete_NothingPending_IsFalse()
    {
        using var reader = new SseReader();
        Assert.False(reader.TryComplete(out _));
        var input = "data: 1\n\n"u8;
        Assert.True(reader.TryRead(ref input, out _));
        Assert.False(reader.TryComplete(out _));
    }

    [Fact]
    public void TryRead_BetweenTwoEvents_HoldsNoMemory()
    {
        using var reader = new SseReader();
        Assert.Equal(0, reader.RentedBytes);
        var input = "data: a\nda"u8;
        Assert.False(reader.TryRead(ref input, out _));
        Assert.NotEqual(0, reader.RentedBytes);

        input = "ta: b\n\n"u8;
        Assert.True(reader.TryRead(ref input, out var frame));
        Assert.True(frame.Data.SequenceEqual("a\nb"u8));
        Assert.False(reader.TryRead(ref input, out _));
        Assert.Equal(0, reader.RentedBytes);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public void TryRead_LineOfAMegabyteInPieces_LooksAtEachByteOnce(int pieceBytes)
    {
        var body = Encoding.ASCII.GetBytes("data: " + new string('x', 1024 * 1024) + "\n\n");
        using var reader = new SseReader();
        var data = 0;
        for (var start = 0; start < body.Length; start += pieceBytes)
        {
            ReadOnlySpan<byte> piece = body.AsSpan(start, Math.Min(pieceBytes, body.Length - start));
            while (reader.TryRead(ref piece, out var frame))
            {
                data = frame.Data.Length;
            }
        }

        Assert.Equal(1024 * 1024, data);
        Assert.Equal(body.Length, reader.ScannedBytes);
    }

    [Fact]
    public void TryRead_FrameAtTheBound_Passes()
    {
        var body = "data: 123\n\n"u8;
        for (var cut = 0; cut <= body.Length; cut++)
        {
            using var reader = new SseReader(maxFrameBytes: body.Length);
            var first = body[..cut];
            var second = body[cut..];
            Assert.True(reader.TryRead(ref first, out _) || reader.TryRead(ref second, out _));
        }
    }

    [Fact]
    public void TryRead_FrameOverTheBound_IsRefusedWhereverItIsCut()
    {
        var body = "data: 1234\n\n"u8.ToArray();
        for (var cut = 0; cut <= body.Length; cut++)
        {
            using var reader = new SseReader(maxFrameBytes: body.Length - 1);
            var exception = Assert.Throws<SseFrameTooLargeException>(() =>
            {
                ReadOnlySpan<byte> input = body.AsSpan(0, cut);
                reader.TryRead(ref input, out _);
                input = body.AsSpan(cut);
                reader.TryRead(ref input, out _);
            });
            Assert.Equal(body.Length - 1, exception.MaxFrameBytes);
        }
    }

    [Fact]
    public void TryRead_EndlessLine_IsRefusedBeforeItFillsTheMemory()
    {
        using var reader = new SseReader(maxFrameBytes: 1000);
        var piece = new byte[100];
        Assert.Throws<SseFrameTooLargeException>(() =>
        {
            for (var i = 0; i < 11; i++)
            {
                ReadOnlySpan<byte> input = piece;
                reader.TryRead(ref input, out _);
            }
        });
        Assert.Equal(1000, reader.PendingBytes);
    }

    [Theory]
    [InlineData("data: {\"n\":1}\n\n", 5)]
    [InlineData("data: a\r\ndata: b\r\n\r\n", 3)]
    [InlineData("event: x\ndata: {\"n\":1}\n\n", int.MaxValue)]
    public void TryRead_SteadyState_AllocatesNothing(string frame, int chunkBytes)
    {
        var bytes = Encoding.UTF8.GetBytes(frame);
        using var reader = new SseReader();
        ReadFrames(reader, bytes, chunkBytes, 100);
        Assert.Equal(0, Allocations.Of(() => ReadFrames(reader, bytes, chunkBytes, 10_000)));
    }

    private static void ReadFrames(SseReader reader, byte[] bytes, int chunkBytes, int count)
    {
        for (var i = 0; i < count; i++)
        {
            for (var start = 0; start < bytes.Length; start += Math.Min(chunkBytes, bytes.Length))
            {
                ReadOnlySpan<byte> input = bytes.AsSpan(start, Math.Min(chunkBytes, bytes.Length - start));
                while (reader.TryRead(ref input, out _))
                {
                }
            }
        }
    }
}
