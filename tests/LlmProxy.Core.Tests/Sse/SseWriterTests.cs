using System.Buffers;
using System.Text;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Tests.Sse;

public class SseWriterTests
{
    [Theory]
    [InlineData("{\"a\":1}", "data: {\"a\":1}\n\n")]
    [InlineData("", "data: \n\n")]
    [InlineData("a\nb", "data: a\ndata: b\n\n")]
    [InlineData("a\r\nb\rc\n", "data: a\ndata: b\ndata: c\ndata: \n\n")]
    public void WriteData_AnyText_IsOneFieldALine(string data, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        SseWriter.WriteData(output, Encoding.UTF8.GetBytes(data));
        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("error", "1", "event: error\ndata: 1\n\n")]
    [InlineData("", "1", "data: 1\n\n")]
    public void WriteEvent_Name_StandsBeforeTheData(string name, string data, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        SseWriter.WriteEvent(output, Encoding.UTF8.GetBytes(name), Encoding.UTF8.GetBytes(data));
        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData("a\ndata: forged")]
    [InlineData("a\r")]
    public void WriteEvent_NameWithALineEnd_IsRefused(string name) =>
        Assert.Throws<ArgumentException>(
            () => SseWriter.WriteEvent(new ArrayBufferWriter<byte>(), Encoding.UTF8.GetBytes(name), "1"u8));

    [Theory]
    [InlineData("keep-alive", ": keep-alive\n\n")]
    [InlineData("a\ndata: b", ": a\n: data: b\n\n")]
    public void WriteComment_AnyText_StaysAComment(string text, string expected)
    {
        var output = new ArrayBufferWriter<byte>();
        SseWriter.WriteComment(output, Encoding.UTF8.GetBytes(text));
        Assert.Equal(expected, Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void WriteEvent_ReadBack_IsTheSameEvent()
    {
        var output = new ArrayBufferWriter<byte>();
        SseWriter.WriteEvent(output, "x"u8, " a\n\nb"u8);
        Assert.Equal([("x", " a\n\nb")], SseRecord.Of(output.WrittenSpan).Events);
    }
}
