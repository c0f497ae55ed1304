using System.Buffers;
using System.Text;
using System.Text.Json;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Tests.Sse;

public class SsePatcherTests
{
    private const string Json = "{ \"a\" : \"one\",\"b\":\"tw\\u006f\" ,\"é\":null}";

    [Theory]
    [InlineData("data: @\n\n", "data: @\n\n")]
    [InlineData(": c\r\nid: 7\r\nevent: x\r\ndata:@\r\n\r\n", ": c\r\nid: 7\r\nevent: x\r\ndata:@\r\n\r\n")]
    public void Write_TwoStrings_LeavesEveryOtherByte(string frame, string expected)
    {
        SsePatch[] patches = [Patch("\"one\"", "1 \"é\"\n<世>"), Patch("\"tw\\u006f\"", "")];
        const string Patched = "{ \"a\" : \"1 \\\"é\\\"\\n<世>\",\"b\":\"\" ,\"é\":null}";
        Assert.Equal(
            expected.Replace("@", Patched, StringComparison.Ordinal),
            Write(frame.Replace("@", Json, StringComparison.Ordinal), patches));
    }

    [Fact]
    public void Write_NoPatch_IsTheFrameItself() => Assert.Equal("data:  {}\r\n\r\n", Write("data:  {}\r\n\r\n", []));

    [Fact]
    public void Write_DataOfSeveralLines_IsWrittenAnew()
    {
        SsePatch[] patches = [new(6..9, "new"u8.ToArray())];
        Assert.Equal(
            "event: x\ndata: {\"a\":\ndata: \"new\"}\n\n",
            Write("event: x\n: c\ndata:{\"a\":\ndata:\"b\"}\n\n", patches));
    }

    [Fact]
    public void WriteJson_OneString_WritesNoFrame()
    {
        var output = new ArrayBufferWriter<byte>();
        SsePatcher.WriteJson(output, "{\"a\":\"b\"}"u8, [new(5..8, "c"u8.ToArray())]);
        Assert.Equal("{\"a\":\"c\"}", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(5, 7)]
    [InlineData(4, 8)]
    [InlineData(5, 5)]
    [InlineData(0, 9)]
    public void WriteJson_SourceThatIsNoString_IsRefused(int start, int end) =>
        Assert.Throws<ArgumentException>(() => SsePatcher.WriteJson(
            new ArrayBufferWriter<byte>(), "{\"a\":\"b\"}"u8, [new(start..end, default)]));

    [Fact]
    public void WriteJson_PatchesOutOfOrder_AreRefused() =>
        Assert.Throws<ArgumentException>(() => SsePatcher.WriteJson(
            new ArrayBufferWriter<byte>(), "[\"a\",\"b\"]"u8, [new(5..8, default), new(1..4, default)]));

    [Fact]
    public void Write_TextThatIsNoUtf8_StaysReadable()
    {
        var output = new ArrayBufferWriter<byte>();
        SsePatcher.WriteJson(output, "[\"a\"]"u8, [new(1..4, new byte[] { (byte)'x', 0xF0, 0x9F })]);
        using var array = JsonDocument.Parse(output.WrittenMemory);
        Assert.Equal("x\uFFFD", array.RootElement[0].GetString());
    }

    private static SsePatch Patch(string source, string text)
    {
        var start = Encoding.UTF8.GetByteCount(Json[..Json.IndexOf(source, StringComparison.Ordinal)]);
        return new SsePatch(start..(start + Encoding.UTF8.GetByteCount(source)), Encoding.UTF8.GetBytes(text));
    }

    private static string Write(string frame, SsePatch[] patches)
    {
        using var reader = new SseReader();
        ReadOnlySpan<byte> input = Encoding.UTF8.GetBytes(frame);
        Assert.True(reader.TryRead(ref input, out var read));
        var output = new ArrayBufferWriter<byte>();
        SsePatcher.Write(output, read, patches);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
