using System.Buffers;
using System.Text;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Tests.Requests;

public sealed class BodyPatchTests
{
    [Fact]
    public void Apply_ChangesAddedInAnyOrder_LeavesTheRestByteForByte()
    {
        var patch = new BodyPatch();
        patch.Replace(new ByteRange(8, 2), "EIGHT"u8.ToArray());
        patch.Replace(new ByteRange(0, 0), "<"u8.ToArray());
        patch.Replace(new ByteRange(3, 1), default);
        Assert.Equal("<012456789".Replace("89", "EIGHT", StringComparison.Ordinal), Apply(patch, "0123456789"));
    }

    [Theory]
    [InlineData("plain", "\"plain\"")]
    [InlineData("a\"b\\c\n", "\"a\\\"b\\\\c\\n\"")]
    [InlineData("modèle/λ:7b", "\"modèle/λ:7b\"")]
    public void ReplaceString_WritesJson(string value, string expected)
    {
        var patch = new BodyPatch();
        patch.ReplaceString(new ByteRange(1, 3), value);
        Assert.Equal($"[{expected}]", Apply(patch, "[\"x\"]"));
    }

    [Theory]
    [InlineData("""{"stream":true}""", """{"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream":true , "z" : [ 1 ] } """, """{"stream":true , "z" : [ 1 ] ,"stream_options":{"include_usage":true}} """)]
    [InlineData("""{"stream_options":{ },"stream":true}""", """{"stream_options":{"include_usage":true },"stream":true}""")]
    [InlineData("""{"stream_options":{"a":1},"stream":true}""", """{"stream_options":{"include_usage":true,"a":1},"stream":true}""")]
    [InlineData("""{"stream_options":{"include_usage":false},"stream":true}""", """{"stream_options":{"include_usage":true},"stream":true}""")]
    [InlineData("""{"stream_options":null,"stream":true}""", """{"stream_options":{"include_usage":true},"stream":true}""")]
    public void StreamUsage_NotAskedFor_IsAdded(string body, string expected)
    {
        var patch = new BodyPatch();
        Assert.True(StreamUsagePatch.Add(Read(body), patch));
        Assert.Equal(expected, Apply(patch, body));
        Assert.True(Read(expected).IncludeUsage);
    }

    [Theory]
    [InlineData("""{"stream":true,"stream_options":{"include_usage":true}}""")]
    [InlineData("""{"stream":false}""")]
    [InlineData("""{}""")]
    public void StreamUsage_AskedForOrNoStream_ChangesNothing(string body)
    {
        var patch = new BodyPatch();
        Assert.False(StreamUsagePatch.Add(Read(body), patch));
        Assert.True(patch.IsEmpty);
    }

    private static LlmRequest Read(string body) => LlmRequestReader.Read(Encoding.UTF8.GetBytes(body), 64);

    private static string Apply(BodyPatch patch, string body)
    {
        var output = new ArrayBufferWriter<byte>();
        var bytes = Encoding.UTF8.GetBytes(body);
        patch.Apply(bytes, output);
        Assert.Equal(output.WrittenCount, patch.LengthOf(bytes));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
