using System.Text;
using System.Text.Json;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols.OpenAi;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Tests.Protocols.OpenAi;

public class ChatStreamDecoderTests
{
    [Theory]
    [InlineData("""{"id":"c","choices":[],"usage":{"prompt_tokens":1}}""", true)]
    [InlineData("""{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],"usage":{},"service_tier":"x","system_fingerprint":"y","obfuscation":"z","provider":"p"}""", true)]
    [InlineData("""{"choices":[],"usage":{},"error":null,"prompt_filter_results":[]}""", true)]
    [InlineData("""{"choices":[],"x_groq":{"id":"r","usage":{"prompt_tokens":1}}}""", true)]
    [InlineData("""{"choices":[{"index":0,"delta":{}}],"usage":{"prompt_tokens":1}}""", false)]
    [InlineData("""{"choices":[{}],"usage":{"prompt_tokens":1}}""", false)]
    [InlineData("""{"choices":[null],"usage":{"prompt_tokens":1}}""", false)]
    [InlineData("""{"choices":[],"usage":null}""", false)]
    [InlineData("""{"choices":[]}""", false)]
    [InlineData("""{"usage":{"prompt_tokens":1}}""", false)]
    [InlineData("""{"choices":null,"usage":{"prompt_tokens":1}}""", false)]
    [InlineData("""{"choices":[],"usage":{},"prompt_filter_results":[{"prompt_index":0}]}""", false)]
    [InlineData("""{"choices":[],"usage":{},"error":{"message":"x"}}""", false)]
    [InlineData("""{"choices":[],"usage":{},"citations":["u"]}""", false)]
    public void IsUsageOnly_AnyChunk_IsTrueForUsageAlone(string data, bool expected)
    {
        var decoder = new ChatStreamDecoder();
        Decode(decoder, data);
        Assert.Equal(expected, decoder.IsUsageOnly);
    }

    [Fact]
    public void IsUsageOnly_NextFrame_IsForgotten()
    {
        var decoder = new ChatStreamDecoder();
        Decode(decoder, """{"choices":[],"usage":{}}""");
        Decode(decoder, "[DONE]");
        Assert.False(decoder.IsUsageOnly);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"choices":[{"delta":{"content":"a"}}]""")]
    [InlineData("""{"choices":[{"delta":{"content":"a"}}],"x":tru}""")]
    [InlineData("""{"choices":[{"delta":{"content":"a"}}]} {}""")]
    public void Decode_MalformedFrame_IsOneErrorAndNoHalfOfItsEvents(string data)
    {
        var decoder = new ChatStreamDecoder();
        var line = Assert.Single(Decode(decoder, data));
        Assert.StartsWith("Error 0/0 name=malformed_stream", line, StringComparison.Ordinal);
        Assert.False(decoder.IsComplete);
    }

    [Theory]
    [InlineData("""{"choices":"x","usage":[],"error":false,"id":7,"model":{}}""")]
    [InlineData("""{"choices":[1,null,"x",[],{"delta":7},{"delta":{"content":7,"tool_calls":[null,1],"role":3}}]}""")]
    [InlineData("""{"choices":[{"index":-1,"delta":{"content":[null,{"text":1},[1]],"thinking_blocks":[1,{"signature":2}]}}]}""")]
    [InlineData("""{"choices":[{"index":99999999999999999999,"delta":{"tool_calls":{"index":0},"function_call":"x"}}]}""")]
    public void Decode_MembersOfTheWrongType_AreIgnored(string data)
    {
        var lines = Decode(new ChatStreamDecoder(), data);
        Assert.DoesNotContain(lines, line => line.StartsWith("Text", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.StartsWith("ToolCall", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"error":{"message":"m","type":"t","code":"c"}}""", "Error 0/0 name=c \"m\"")]
    [InlineData("""{"error":{"message":"m","type":"t","code":null}}""", "Error 0/0 name=t \"m\"")]
    [InlineData("""{"error":{"message":"m","code":429}}""", "Error 0/0 name=429 \"m\"")]
    [InlineData("""{"error":"bare"}""", "Error 0/0 \"bare\"")]
    [InlineData("""{"object":"error","message":"m","type":"t","code":null}""", "Error 0/0 name=t \"m\"")]
    [InlineData("""{"error":{"message":{"detail":[1]},"type":"t"}}""", "Error 0/0 name=t \"{\\\"detail\\\":[1]}\"")]
    public void Decode_ErrorInAnyForm_IsAnErrorEvent(string data, string expected) =>
        Assert.Equal([expected], Decode(new ChatStreamDecoder(), data));

    [Fact]
    public void Decode_EventCalledError_IsAnErrorWithoutTheErrorMember()
    {
        var lines = new EventLines();
        var frame = new SseFrame { HasData = true, Event = "error"u8, Data = """{"message":"m","code":"c"}"""u8 };
        new ChatStreamDecoder().Decode(frame, lines);
        Assert.Equal(["Error 0/0 name=c \"m\""], lines.Lines);
    }

    [Fact]
    public void Decode_EscapedMemberNames_AreUnderstood() => Assert.Equal(
        ["Start 0/0", "Text 0/0 \"a\""],
        Decode(new ChatStreamDecoder(), """{"\u0063hoices":[{"d\u0065lta":{"conten\u0074":"a"}}]}"""));

    [Fact]
    public void Decode_UsageInsideTheChoice_IsTold() => Assert.Contains(
        "Usage 0/0 in=19 cached= written= audio-in= out=13 reasoning= audio-out=",
        Decode(
            new ChatStreamDecoder(),
            """{"choices":[{"index":0,"delta":{},"usage":{"prompt_tokens":19,"completion_tokens":13}}]}"""));

    [Fact]
    public void Decode_ThinkingBlocks_GiveSignatureAndRedactedReasoning() => Assert.Equal(
        ["Start 0/0", "ReasoningSignature 0/0 \"sig\"", "ReasoningRedacted 0/0 \"enc\""],
        Decode(
            new ChatStreamDecoder(),
            """{"choices":[{"delta":{"thinking_blocks":[{"type":"thinking","thinking":"","signature":"sig"},{"type":"redacted_thinking","data":"enc"}]}}]}"""));

    [Fact]
    public void Decode_ArgumentsThatAreAnObject_AreToldAsWritten() => Assert.Equal(
        ["Start 0/0", "ToolCall 0/0 name=f", "ToolArguments 0/0 \"{ \\\"a\\\":1 }\""],
        Decode(
            new ChatStreamDecoder(),
            """{"choices":[{"delta":{"tool_calls":[{"function":{"name":"f","arguments":{ "a":1 }}}]}}]}"""));

    [Theory]
    [InlineData("""{"choices":[{"delta":{"reasoning":"r","reasoning_content":"r"}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{"content":"a"},"logprobs":{"content":[{"token":"a"}]}}]}""", true)]
    [InlineData("""{"choices":[{"delta":{"content":"a"},"logprobs":null}]}""", false)]
    public void LastFrameRepeatsText_TextAtASecondPlace_IsTrue(string data, bool expected)
    {
        var decoder = new ChatStreamDecoder();
        Decode(decoder, data);
        Assert.Equal(expected, decoder.LastFrameRepeatsText);
    }

    [Fact]
    public void Decode_EmptyData_IsAPing() => Assert.Equal(["Ping 0/0"], Decode(new ChatStreamDecoder(), " "));

    [Fact]
    public void Decode_Comment_IsNothing()
    {
        var lines = new EventLines();
        new ChatStreamDecoder().Decode(new SseFrame { Raw = ": x\n\n"u8 }, lines);
        Assert.Empty(lines.Lines);
    }

    [Fact]
    public void Decode_SinkThrows_IsNotTakenForAMalformedFrame()
    {
        var sink = new ThrowingSink();
        Assert.Throws<JsonException>(() => new ChatStreamDecoder().Decode(
            new SseFrame { HasData = true, Data = """{"id":"c","choices":[]}"""u8 }, sink));
    }

    private static List<string> Decode(ChatStreamDecoder decoder, string data)
    {
        var lines = new EventLines();
        var bytes = Encoding.UTF8.GetBytes(data);
        lines.Begin(bytes);
        decoder.Decode(new SseFrame { HasData = true, Data = bytes }, lines);
        return lines.Lines;
    }

    private sealed class ThrowingSink : IEventSink
    {
        public void OnEvent(in LlmEvent e) => throw new JsonException();
    }
}
