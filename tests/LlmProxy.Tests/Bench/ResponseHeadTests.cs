using System.Text;
using LlmProxy.Load.Http;

namespace LlmProxy.Tests.Bench;

public sealed class ResponseHeadTests
{
    [Fact]
    public void TryParse_CountedAnswer_GivesStatusLengthAndSize()
    {
        var head = "HTTP/1.1 404 Not Found\r\ncontent-LENGTH: 12\r\nDate: x\r\n\r\n"u8;

        Assert.True(ResponseHead.TryParse([.. head, .. "body"u8], out var parsed, out var consumed));
        Assert.Equal(new ResponseHead(404, 12, KeepAlive: true), parsed);
        Assert.Equal(head.Length, consumed);
    }

    [Fact]
    public void TryParse_ChunkedAnswerThatCloses_SaysSo()
    {
        var head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"u8;

        Assert.True(ResponseHead.TryParse(head, out var parsed, out _));
        Assert.Equal(new ResponseHead(200, null, KeepAlive: false), parsed);
    }

    [Fact]
    public void TryParse_CutHead_WantsMore() =>
        Assert.False(ResponseHead.TryParse("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n"u8, out _, out _));

    [Theory]
    [InlineData("SSH-2.0-OpenSSH\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nDate: x\r\n\r\n")]
    public void TryParse_NoFramedHttpAnswer_Throws(string text) =>
        Assert.Throws<InvalidDataException>(() => ResponseHead.TryParse(Encoding.ASCII.GetBytes(text), out _, out _));
}
