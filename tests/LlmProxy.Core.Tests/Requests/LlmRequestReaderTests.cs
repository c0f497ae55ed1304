using System.Text;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Tests.Requests;

public sealed class LlmRequestReaderTests
{
    [Fact]
    public void Read_UsualRequest_FindsModelAndStream()
    {
        const string body = """{"messages":[{"role":"user","content":"a \"model\": x"}],"model":"gpt-4o","stream":true}""";
        var request = Read(body);
        Assert.Equal("gpt-4o", request.Model);
        Assert.Equal("\"gpt-4o\"", body.Substring(request.ModelValue.Start, request.ModelValue.Length));
        Assert.True(request.Stream);
        Assert.False(request.IncludeUsage);
        Assert.Equal(body.Length - 1, request.RootEnd);
    }

    [Fact]
    public void Read_NestedNames_AreNotTheRequests()
    {
        var request = Read("""{"model":"a","metadata":{"model":"b","stream":true},"tools":[{"stream_options":{"include_usage":true}}]}""");
        Assert.Equal("a", request.Model);
        Assert.False(request.Stream);
        Assert.True(request.StreamOptions.IsEmpty);
    }

    [Theory]
    [InlineData("""{"model":"a"}""", null)]
    [InlineData("""{"store":true}""", true)]
    [InlineData("""{"store":false}""", false)]
    [InlineData("""{"store":true,"store":false}""", true)]
    [InlineData("""{"store":false,"store":true}""", true)]
    [InlineData("""{"store":{"store":true}}""", null)]
    [InlineData("""{"metadata":{"store":true}}""", null)]
    public void Read_Store_TellsWhetherTheAnswerIsKept(string body, bool? expected) => Assert.Equal(expected, Read(body).Store);

    [Theory]
    [InlineData("""{"stream_options":{"include_usage":true}}""", true)]
    [InlineData("""{"stream_options":{"x":{"include_usage":true},"include_usage":false}}""", false)]
    [InlineData("""{"stream_options":null}""", false)]
    [InlineData("""{"stream_options":{}}""", false)]
    public void Read_StreamOptions_TellsWhetherUsageIsWanted(string body, bool expected)
    {
        var request = Read(body);
        Assert.Equal(expected, request.IncludeUsage);
        Assert.Equal(body["""{"stream_options":""".Length..^1], body.Substring(request.StreamOptions.Start, request.StreamOptions.Length));
    }

    [Theory]
    [InlineData("""{"previous_response_id":"resp_1","input":[]}""", "resp_1")]
    [InlineData("""{"input_file_id":"file-1"}""", "file-1")]
    [InlineData("""{"messages":[{"content":[{"type":"file","file":{"file_id":"file-2"}}]}]}""", "file-2")]
    [InlineData("""{"metadata":{"previous_response_id":"resp_1"}}""", null)]
    [InlineData("""{"previous_response_id":null}""", null)]
    public void Read_StoredObjects_AreFound(string body, string? expected) => Assert.Equal(expected, Read(body).StoredObjectId);

    [Theory]
    [InlineData("", "empty_body", null)]
    [InlineData("{", "invalid_json", null)]
    [InlineData("""{"a":1} x""", "invalid_json", null)]
    [InlineData("[]", "invalid_json", null)]
    [InlineData("""{"model":7}""", "invalid_type", "model")]
    [InlineData("""{"model":["a"]}""", "invalid_type", "model")]
    [InlineData("""{"model":""}""", "invalid_value", "model")]
    [InlineData("""{"model":"\ud800"}""", "invalid_utf8", "model")]
    [InlineData("""{"model":"a","model":"b"}""", "duplicate_field", "model")]
    [InlineData("""{"stream":"yes"}""", "invalid_type", "stream")]
    [InlineData("""{"stream":true,"stream":false}""", "duplicate_field", "stream")]
    [InlineData("""{"messages":[],"messages":[]}""", "duplicate_field", "messages")]
    [InlineData("""{"stream_options":[]}""", "invalid_type", "stream_options")]
    [InlineData("""{"stream_options":{"include_usage":1}}""", "invalid_type", "stream_options.include_usage")]
    [InlineData("""{"stream_options":{"include_usage":true,"include_usage":true}}""", "duplicate_field", "stream_options.include_usage")]
    [InlineData("""{"m\u006fdel":"a"}""", "invalid_json", null)]
    public void Read_BadRequest_Is400WithCodeAndParam(string body, string code, string? param)
    {
        var error = Assert.Throws<LlmException>(() => Read(body)).Error;
        Assert.Equal((400, code, param, false), (error.Status, error.Code, error.Param, error.ShouldRetry));
    }

    [Fact]
    public void Read_BrokenJson_NamesThePlaceAndNotTheContent()
    {
        var error = Assert.Throws<LlmException>(() => Read("{\"model\":\"a\",\n\"secret\":secret}")).Error;
        Assert.Contains("line 2, byte 10", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_InvalidUtf8_Is400()
    {
        byte[] body = [.. "{\"model\":\"a\",\"x\":\""u8, 0xC3, 0x28, .. "\"}"u8];
        var error = Assert.Throws<LlmException>(() => LlmRequestReader.Read(body, 64)).Error;
        Assert.Equal("invalid_utf8", error.Code);
    }

    [Theory]
    [InlineData(8, 7, true)]
    [InlineData(8, 8, false)]
    [InlineData(8, 100_000, false)]
    public void Read_Nesting_IsBounded(int limit, int arraysInside, bool passes)
    {
        var body = "{\"x\":" + new string('[', arraysInside) + new string(']', arraysInside) + "}";
        var error = Record.Exception(() => LlmRequestReader.Read(Encoding.UTF8.GetBytes(body), limit)) as LlmException;
        Assert.Equal(passes ? null : "json_too_deep", error?.Error.Code);
    }

    [Fact]
    public void Read_LargeRequest_AllocatesNoMoreThanASmallOne()
    {
        var small = Encoding.UTF8.GetBytes("""{"model":"gpt-4o","messages":[]}""");
        var large = Encoding.UTF8.GetBytes($$"""{"model":"gpt-4o","messages":["{{new string('x', 1_000_000)}}",{"a":[1,2,3]}]}""");
        Assert.Equal(Allocated(small), Allocated(large));
    }

    private static long Allocated(byte[] body)
    {
        LlmRequestReader.Read(body, 64);
        var before = GC.GetAllocatedBytesForCurrentThread();
        LlmRequestReader.Read(body, 64);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static LlmRequest Read(string body) => LlmRequestReader.Read(Encoding.UTF8.GetBytes(body), 64);

    [Theory]
    [InlineData("""{"model":"m","background":true}""", true)]
    [InlineData("""{"model":"m","background":false}""", false)]
    [InlineData("""{"model":"m","background":"transparent"}""", false)]
    [InlineData("""{"model":"m","background":{"background":true}}""", false)]
    [InlineData("""{"model":"m","metadata":{"background":true}}""", false)]
    public void Read_Background_IsTheTopLevelTrueAlone(string body, bool expected)
    {
        Assert.Equal(expected, LlmRequestReader.Read(System.Text.Encoding.UTF8.GetBytes(body), 64).Background);
    }

    [Fact]
    public void Read_BackgroundTwice_IsRefused()
    {
        var error = Assert.Throws<LlmException>(() => LlmRequestReader.Read("""{"background":false,"background":true}"""u8.ToArray(), 64)).Error;

        Assert.Equal((400, "duplicate_field"), (error.Status, error.Code));
    }
}
