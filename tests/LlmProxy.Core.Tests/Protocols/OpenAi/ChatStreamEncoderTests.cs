using System.Buffers;
using System.Text;
using System.Text.Json;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Protocols.OpenAi;

namespace LlmProxy.Core.Tests.Protocols.OpenAi;

public sealed class ChatStreamEncoderTests : IDisposable
{
    private const string Head =
        "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"claude \\\"x\\\"\",";

    private readonly ArrayBufferWriter<byte> _output = new();
    private readonly ChatStreamEncoder _encoder = new("chatcmpl-1", 1760000000, "claude \"x\"", includeUsage: false);

    public void Dispose() => _encoder.Dispose();

    [Fact]
    public void Encode_PlainAnswer_IsWrittenInOpenAisOrder()
    {
        _encoder.Encode(new LlmEvent(LlmEventKind.Start) { Id = "msg_1"u8, Name = "claude"u8 }, _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.Usage) { Usage = new TokenUsage { InputTokens = 3 } }, _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.Role), _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.Ping), _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.Text) { Text = "Hi \"世\"\n"u8 }, _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.Finish) { Finish = FinishReason.Stop }, _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.End), _output);

        AssertFrames(
            Delta("""{"role":"assistant","content":""}"""),
            Delta("""{"content":"Hi \"世\"\n"}"""),
            Delta("{}", "\"stop\""),
            "data: [DONE]\n\n");
    }

    [Fact]
    public void Encode_NoRoleEvent_PutsTheRoleIntoTheFirstDelta()
    {
        _encoder.Encode(new LlmEvent(LlmEventKind.Text) { Text = "a"u8 }, _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.Role), _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.Text) { Text = "b"u8 }, _output);
        AssertFrames(Delta("""{"role":"assistant","content":"a"}"""), Delta("""{"content":"b"}"""));
    }

    [Fact]
    public void Encode_FinishBeforeAnything_PutsTheRoleBeforeIt()
    {
        _encoder.Encode(new LlmEvent(LlmEventKind.Finish) { Finish = FinishReason.Length }, _output);
        AssertFrames(Delta("""{"role":"assistant","content":""}"""), Delta("{}", "\"length\""));
    }

    [Fact]
    public void Encode_ReasoningAndRefusal_HaveTheirOwnMembers()
    {
        _encoder.Encode(new LlmEvent(LlmEventKind.Role), _output);
        _output.ResetWrittenCount();
        _encoder.Encode(new LlmEvent(LlmEventKind.Reasoning) { Text = "hm"u8 }, _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.ReasoningSignature) { Text = "sig=="u8 }, _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.ReasoningRedacted) { Text = "enc+/"u8 }, _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.Refusal) { Text = "no"u8 }, _output);
        AssertFrames(
            Delta("""{"reasoning_content":"hm"}"""),
            Delta("""{"thinking_blocks":[{"type":"thinking","thinking":"","signature":"sig=="}]}"""),
            Delta("""{"thinking_blocks":[{"type":"redacted_thinking","data":"enc+/"}]}"""),
            Delta("""{"refusal":"no"}"""));
    }

    [Fact]
    public void Encode_ToolCallsWithAnyNumbers_GetIndexesFromZero()
    {
        _encoder.Encode(new LlmEvent(LlmEventKind.Role), _output);
        _output.ResetWrittenCount();
        _encoder.Encode(new LlmEvent(LlmEventKind.ToolCall) { Index = 2, Id = "a"u8, Name = "f"u8 }, _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.ToolArguments) { Index = 2, Text = "{\"x\":1}"u8 }, _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.ToolCall) { Index = 2, Id = "b"u8, Name = "g"u8 }, _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.ToolArguments) { Index = 2, Text = "{}"u8 }, _output);
        AssertFrames(
            Delta("""{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}"""),
            Delta("""{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":1}"}}]}"""),
            Delta("""{"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":""}}]}"""),
            Delta("""{"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]}"""));
    }

    [Fact]
    public void Encode_OldFunctions_GetTheFirstCallAsFunctionCall()
    {
        using var encoder = new ChatStreamEncoder("chatcmpl-1", 1760000000, "claude \"x\"", includeUsage: false) { UsesFunctions = true };
        encoder.Encode(new LlmEvent(LlmEventKind.ToolCall) { Id = "toolu_1"u8, Name = "f"u8 }, _output);
        encoder.Encode(new LlmEvent(LlmEventKind.ToolArguments) { Text = "{}"u8 }, _output);
        encoder.Encode(new LlmEvent(LlmEventKind.ToolCall) { Id = "toolu_2"u8, Name = "g"u8, Index = 1 }, _output);
        encoder.Encode(new LlmEvent(LlmEventKind.ToolArguments) { Text = "{}"u8, Index = 1 }, _output);
        encoder.Encode(new LlmEvent(LlmEventKind.Finish) { Finish = FinishReason.ToolCalls }, _output);
        AssertFrames(
            Delta("""{"role":"assistant","function_call":{"name":"f","arguments":""}}"""),
            Delta("""{"function_call":{"arguments":"{}"}}"""),
            Delta("{}", "\"function_call\""));
    }

    [Fact]
    public void Encode_UsageAskedFor_IsOneChunkBeforeTheEnd()
    {
        using var encoder = new ChatStreamEncoder("chatcmpl-1", 1760000000, "claude \"x\"", includeUsage: true);
        encoder.Encode(new LlmEvent(LlmEventKind.Text) { Text = "a"u8 }, _output);
        encoder.Encode(
            new LlmEvent(LlmEventKind.Usage)
            {
                Usage = new TokenUsage { InputTokens = 10, CachedInputTokens = 4, CacheWriteTokens = 1, CacheWriteLongTokens = 2 },
            },
            _output);
        encoder.Encode(
            new LlmEvent(LlmEventKind.Usage) { Usage = new TokenUsage { OutputTokens = 5, ReasoningTokens = 3 } }, _output);
        encoder.Encode(new LlmEvent(LlmEventKind.Finish) { Finish = FinishReason.ToolCalls }, _output);
        encoder.Encode(new LlmEvent(LlmEventKind.End), _output);
        AssertFrames(
            Delta("""{"role":"assistant","content":"a"}""", usage: ",\"usage\":null"),
            Delta("{}", "\"tool_calls\"", ",\"usage\":null"),
            Head + "\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":3},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":3}}}\n\n",
            "data: [DONE]\n\n");
    }

    [Theory]
    [InlineData("overloaded_error", "\"overloaded_error\"")]
    [InlineData("", "null")]
    public void Encode_Error_IsTheLastThingWritten(string name, string code)
    {
        _encoder.Encode(
            new LlmEvent(LlmEventKind.Error) { Name = Encoding.UTF8.GetBytes(name), Text = "Over\nloaded"u8 }, _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.Finish) { Finish = FinishReason.Stop }, _output);
        _encoder.Encode(new LlmEvent(LlmEventKind.End), _output);
        AssertFrames(
            "data: {\"error\":{\"message\":\"Over\\nloaded\",\"type\":\"upstream_error\",\"param\":null,\"code\":"
            + code + "}}\n\n");
    }

    [Theory]
    [InlineData(FinishReason.Stop, "stop")]
    [InlineData(FinishReason.Length, "length")]
    [InlineData(FinishReason.ToolCalls, "tool_calls")]
    [InlineData(FinishReason.ContentFilter, "content_filter")]
    [InlineData(FinishReason.FunctionCall, "function_call")]
    [InlineData(FinishReason.Other, "stop")]
    [InlineData(FinishReason.None, "stop")]
    public void Encode_Finish_NamesEveryReason(FinishReason reason, string name)
    {
        _encoder.Encode(new LlmEvent(LlmEventKind.Role), _output);
        _output.ResetWrittenCount();
        _encoder.Encode(new LlmEvent(LlmEventKind.Finish) { Finish = reason }, _output);
        AssertFrames(Delta("{}", $"\"{name}\""));
    }

    [Fact]
    public void Encode_TextThatIsNoUtf8_StaysReadable()
    {
        _encoder.Encode(new LlmEvent(LlmEventKind.Text) { Text = [(byte)'a', 0xF0, 0x9F] }, _output);
        var json = Encoding.UTF8.GetString(_output.WrittenSpan)["data: ".Length..];
        using var chunk = JsonDocument.Parse(json);
        var delta = chunk.RootElement.GetProperty("choices")[0].GetProperty("delta");
        Assert.Equal("a\uFFFD", delta.GetProperty("content").GetString());
    }

    [Theory]
    [InlineData("chat-openai")]
    [InlineData("chat-openai-parallel-tools")]
    [InlineData("chat-openai-two-choices")]
    [InlineData("chat-openai-refusal")]
    [InlineData("chat-mistral-reasoning")]
    [InlineData("chat-same-index-tools")]
    [InlineData("responses-text")]
    [InlineData("responses-tools")]
    public void Encode_DecodedStream_DecodesToTheSameEvents(string fixture)
    {
        using var encoder = new ChatStreamEncoder("x", 1, "y", includeUsage: true);
        var lines = FixtureStream.EventsOf(fixture).Where(line => line is not ("repeats" or "usage-only")).ToList();
        FixtureStream.Replay(fixture, encoder, _output);
        var again = FixtureStream.Decode(new ChatStreamDecoder(), _output.WrittenSpan);

        // The encoder has its own id and model, gives every choice a role, and holds usage back to the end.
        Assert.Equal(Comparable(lines), Comparable(again));
    }

    private static List<string> Comparable(IEnumerable<string> lines) =>
    [
        .. lines.Where(line => line.Split(' ')[0] is not ("Start" or "Role" or "usage-only"))
            .OrderBy(line => line.StartsWith("Usage", StringComparison.Ordinal)),
    ];

    private static string Delta(string delta, string finish = "null", string usage = "") =>
        Head + $"\"choices\":[{{\"index\":0,\"delta\":{delta},\"logprobs\":null,\"finish_reason\":{finish}}}]{usage}}}\n\n";

    private void AssertFrames(params string[] frames) =>
        Assert.Equal(string.Concat(frames), Encoding.UTF8.GetString(_output.WrittenSpan));
}
