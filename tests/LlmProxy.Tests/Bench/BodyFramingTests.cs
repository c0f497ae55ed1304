using System.Text;
using LlmProxy.Load.Http;

namespace LlmProxy.Tests.Bench;

public sealed class BodyFramingTests
{
    private const string Chunked = "5\r\nhello\r\n1A;name=value\r\nabcdefghijklmnopqrstuvwxyz\r\n0\r\nTrailer: 1\r\n\r\n";

    [Fact]
    public void Take_ChunkedBodySplitAtEveryByte_GivesThePayload()
    {
        var body = Encoding.ASCII.GetBytes(Chunked);
        for (var split = 0; split <= body.Length; split++)
        {
            var framing = new BodyFraming();
            framing.Begin(null);

            Assert.Equal("helloabcdefghijklmnopqrstuvwxyz", Read(framing, body.AsSpan(0, split)) + Read(framing, body.AsSpan(split)));
            Assert.True(framing.IsComplete);
        }
    }

    [Fact]
    public void Take_ChunkedBodyWithoutItsLastByte_IsNotComplete()
    {
        var framing = new BodyFraming();
        framing.Begin(null);
        Read(framing, Encoding.ASCII.GetBytes(Chunked[..^1]));

        Assert.False(framing.IsComplete);
    }

    [Fact]
    public void Take_CountedBody_LeavesWhatFollows()
    {
        var framing = new BodyFraming();
        framing.Begin(4);

        Assert.Equal(4, framing.Take("bodyHTTP/1.1"u8, out var payload));
        Assert.Equal("body"u8, payload);
        Assert.True(framing.IsComplete);
    }

    [Fact]
    public void Begin_EmptyBody_IsCompleteAtOnce()
    {
        var framing = new BodyFraming();
        framing.Begin(0);

        Assert.True(framing.IsComplete);
    }

    [Fact]
    public void Take_ChunkSizeThatIsNoNumber_Throws()
    {
        var framing = new BodyFraming();
        framing.Begin(null);

        Assert.Throws<InvalidDataException>(() => framing.Take("x\r\n"u8, out _));
    }

    private static string Read(BodyFraming framing, ReadOnlySpan<byte> input)
    {
        var text = new StringBuilder();
        while (!input.IsEmpty && !framing.IsComplete)
        {
            input = input[framing.Take(input, out var payload)..];
            text.Append(Encoding.ASCII.GetString(payload));
        }

        return text.ToString();
    }
}
