using System.Buffers;
using System.Text;
using System.Text.Json;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Protocols.Anthropic;

namespace LlmProxy.Core.Tests.Protocols.Anthropic;

public class MessagesToChatResponseTests
{
    private const long Created = 1_700_000_000;

    [Theory]
    [InlineData("answer-cache", FinishReason.Stop)]
    [InlineData("answer-citations", FinishReason.Stop, "content[].citations")]
    [InlineData("answer-code-execution", FinishReason.Stop, "content[].server_tool_use", "content[].bash_code_execution_tool_result")]
    [InlineData("answer-redacted-thinking", FinishReason.Stop)]
    [InlineData("answer-refusal", FinishReason.ContentFilter)]
    [InlineData("answer-stop-sequence", FinishReason.Stop)]
    [InlineData("answer-tool-call", FinishReason.ToolCalls)]
    public void Translate_RecordedAnswer_IsItsChatCompletion(string name, FinishReason finish, params string[] dropped)
    {
        var (body, result) = Translate(Fixture.Text(name + ".json"));

        using var expected = JsonDocument.Parse(Fixture.Text(name + ".chat.json"));
        using var actual = JsonDocument.Parse(body);
        Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement), body);
        Assert.Equal(finish, result.Finish);
        Assert.Equal(dropped, result.Dropped);
    }

    [Fact]
    public void Translate_TextToolsAndThinking_KeepsEveryByte()
    {
        var (body, _) = Translate(
            """
            {"id":"msg_1","content":[{"type":"thinking","thinking":"H\u006d","signature":"s=="},{"type":"text","text":"A \ud83d"},
            {"type":"tool_use","id":"t1","name":"f","input":{"n": 1e3,"s":"\u00e9\n"}},{"type":"text","text":"B"},
            {"type":"tool_use","id":"t2","name":"g","input":{}}],"stop_reason":"tool_use","usage":{"input_tokens":3,"output_tokens":4}}
            """);

        Assert.Equal(
            """{"id":"msg_1","object":"chat.completion","created":1700000000,"model":"my-model","choices":[{"index":0,"message":{"role":"assistant","content":"A \ud83dB","refusal":null,"reasoning_content":"H\u006d","thinking_blocks":[{"type":"thinking","thinking":"H\u006d","signature":"s=="}],"tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{\"n\": 1e3,\"s\":\"\\u00e9\\n\"}"}},{"id":"t2","type":"function","function":{"name":"g","arguments":"{}"}}]},"logprobs":null,"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7}}""",
            body);
    }

    [Fact]
    public void Translate_WebCitations_AreAnnotations()
    {
        var (body, result) = Translate(
            """
            {"id":"m","content":[{"type":"text","text":"Hi 😄 "},{"type":"text","text":"rain","citations":[{"type":"web_search_result_location","url":"https://x.test","title":"X","cited_text":"r"}]}],"stop_reason":"end_turn"}
            """);

        // "Hi 😄 " has five code points; "rain" ends at nine.
        Assert.Contains(
            """{"role":"assistant","content":"Hi 😄 rain","refusal":null,"annotations":[{"type":"url_citation","url_citation":{"start_index":5,"end_index":9,"url":"https://x.test","title":"X"}}]}""",
            body, StringComparison.Ordinal);
        Assert.Empty(result.Dropped);
    }

    [Theory]
    [InlineData("end_turn", "stop", FinishReason.Stop)]
    [InlineData("stop_sequence", "stop", FinishReason.Stop)]
    [InlineData("pause_turn", "stop", FinishReason.Stop)]
    [InlineData("max_tokens", "length", FinishReason.Length)]
    [InlineData("model_context_window_exceeded", "length", FinishReason.Length)]
    [InlineData("tool_use", "tool_calls", FinishReason.ToolCalls)]
    [InlineData("refusal", "content_filter", FinishReason.ContentFilter)]
    [InlineData("something_new", "stop", FinishReason.Other)]
    public void Translate_StopReason_IsOpenAisFinishReason(string stopReason, string expected, FinishReason finish)
    {
        var (body, result) = Translate($$"""{"id":"m","content":[],"stop_reason":"{{stopReason}}"}""");

        Assert.Contains($"\"finish_reason\":\"{expected}\"", body, StringComparison.Ordinal);
        Assert.Equal(finish, result.Finish);
    }

    [Theory]
    [InlineData("end_turn", "\"content\":\"\"")]
    [InlineData("refusal", "\"content\":null")]
    public void Translate_NoBlocks_ContentIsEmptyOrNull(string stopReason, string expected) =>
        Assert.Contains(expected, Translate($$"""{"id":"m","content":[],"stop_reason":"{{stopReason}}"}""").Body, StringComparison.Ordinal);

    [Fact]
    public void Translate_ForOldFunctions_IsAFunctionCall()
    {
        var (body, result) = Translate(
            """{"id":"m","content":[{"type":"tool_use","id":"t","name":"f","input":{"a":1}},{"type":"tool_use","id":"u","name":"g"}],"stop_reason":"tool_use"}""",
            usesFunctions: true);

        Assert.Contains("""{"role":"assistant","content":null,"refusal":null,"function_call":{"name":"f","arguments":"{\"a\":1}"}}""", body, StringComparison.Ordinal);
        Assert.Contains("\"finish_reason\":\"function_call\"", body, StringComparison.Ordinal);
        Assert.Equal(FinishReason.FunctionCall, result.Finish);
        Assert.Equal(["content[].tool_use"], result.Dropped);
    }

    [Fact]
    public void Translate_Usage_CountsTheCacheInsideThePrompt()
    {
        var (_, result) = Translate(
            """{"content":[],"usage":{"input_tokens":10,"cache_read_input_tokens":100,"cache_creation_input_tokens":50,"cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":30},"output_tokens":7,"output_tokens_details":{"thinking_tokens":4}}}""");

        // 10 + 100 + 50 = 160
        Assert.Equal(
            new TokenUsage
            {
                InputTokens = 160, CachedInputTokens = 100, CacheWriteTokens = 20, CacheWriteLongTokens = 30, OutputTokens = 7, ReasoningTokens = 4,
            },
            result.Usage);
    }

    [Theory]
    [InlineData("standard", "default")]
    [InlineData("priority", "priority")]
    [InlineData("batch", null)]
    public void Translate_ServiceTier_IsOpenAis(string tier, string? expected)
    {
        var (body, _) = Translate($$$"""{"content":[],"usage":{"service_tier":"{{{tier}}}"}}""");

        Assert.Equal(expected is not null, body.EndsWith($"\"service_tier\":\"{expected}\"}}", StringComparison.Ordinal));
        Assert.Equal(expected is null, !body.Contains("service_tier", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"id":"m","content":[""")]
    public void Translate_NotAnAnswer_IsTheProvidersFault(string answer)
    {
        var e = Assert.Throws<LlmException>(() => Translate(answer));

        Assert.Equal(502, e.Error.Status);
        Assert.Equal("malformed_response", e.Error.Code);
    }

    [Fact]
    public void Translate_ErrorInsideASuccess_IsThatError()
    {
        var e = Assert.Throws<LlmException>(() => Translate("""{"type":"error","error":{"type":"overloaded_error","message":"Busy"}}"""));

        Assert.Equal("Busy", e.Error.Message);
        Assert.Equal("overloaded", e.Error.Code);
        Assert.Equal(503, e.Error.Status);
    }

    private static (string Body, MessagesToChatResult Result) Translate(string answer, bool usesFunctions = false)
    {
        var output = new ArrayBufferWriter<byte>();
        var result = MessagesToChatResponse.Translate(Encoding.UTF8.GetBytes(answer), "my-model", Created, output, usesFunctions);
        return (Encoding.UTF8.GetString(output.WrittenSpan), result);
    }
}
