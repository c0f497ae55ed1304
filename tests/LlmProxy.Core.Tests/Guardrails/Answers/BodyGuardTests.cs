using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;

namespace LlmProxy.Core.Tests.Guardrails.Answers;

public sealed class BodyGuardTests
{
    private const string Chat = """
        {"id": "chatcmpl-12345", "object":"chat.completion","created":1700000000,"model":"m","choices":[
          {"index":0,"message":{"role":"assistant","content":"Call 4711 now.","reasoning_content":"why 12","refusal":null,"annotations":[]},"logprobs":{"content":[{"token":"4711"}]},"finish_reason":"stop"},
          {"index":1,"message":{"role":"assistant","content":"ok ","tool_calls":[{"id":"call_12345","type":"function","function":{"name":"f12","arguments":"{\"n\": 123}"}}]},"finish_reason":"tool_calls"}],
          "usage":{"prompt_tokens":12345,"completion_tokens":9},"service_tier":"default"}
        """;

    private const string Responses = """
        {"id":"resp_12345","object":"response","status":"completed","error":null,"incomplete_details":null,"instructions":"Say 4711.","output":[
        {"id":"rs_1234","type":"reasoning","summary":[{"type":"summary_text","text":"why 99"}],"encrypted_content":"abc12345"},
        {"id":"msg_1234","type":"message","status":"completed","content":[{"type":"output_text","annotations":[],"logprobs":[{"token":"4711"}],"text":"Call 4711 now."}],"role":"assistant"},
        {"id":"fc_1","type":"function_call","status":"completed","arguments":"{}","call_id":"call_4444","name":"f"}],"usage":{"input_tokens":12345}}
        """;

    private const string Messages = """
        {"id":"msg_12345","type":"message","role":"assistant","model":"claude","content":[{"type":"thinking","thinking":"why","signature":"Eq12345"},
        {"type":"text","text":"Call 4711 now."},{"type":"tool_use","id":"toolu_4444","name":"f","input":{"n":1234,"4711":"x"}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":12345,"output_tokens":5}}
        """;

    [Theory]
    [InlineData(AnswerProtocol.Chat, Chat)]
    [InlineData(AnswerProtocol.Responses, Responses)]
    [InlineData(AnswerProtocol.Messages, Messages)]
    public void Apply_Flag_ChangesNoByte(AnswerProtocol protocol, string body) => Assert.Equal(body, Run(protocol, new NumberGuards(GuardAction.Flag), body));

    [Fact]
    public void Apply_RedactInChat_ChangesTheTextsAndNothingElse() =>
        Assert.Equal(
            Chat.Replace("Call 4711", "Call [NUMBER:4]", StringComparison.Ordinal).Replace("\\\"n\\\": 123", "\\\"n\\\": \\\"[NUMBER:3]\\\"", StringComparison.Ordinal)
                .Replace("""{"content":[{"token":"4711"}]}""", "null", StringComparison.Ordinal),
            Run(AnswerProtocol.Chat, new NumberGuards(GuardAction.Redact), Chat));

    [Fact]
    public void Apply_RedactInResponses_LeavesTheEcho() =>
        Assert.Equal(
            Responses.Replace("Call 4711", "Call [NUMBER:4]", StringComparison.Ordinal).Replace("""[{"token":"4711"}]""", "[]", StringComparison.Ordinal),
            Run(AnswerProtocol.Responses, new NumberGuards(GuardAction.Redact), Responses));

    [Fact]
    public void Apply_RedactInMessages_KeepsInputJson() =>
        Assert.Equal(
            Messages.Replace("Call 4711", "Call [NUMBER:4]", StringComparison.Ordinal).Replace("""{"n":1234,"4711":"x"}""", """{"n":"[NUMBER:4]","[NUMBER:4]":"x"}""", StringComparison.Ordinal),
            Run(AnswerProtocol.Messages, new NumberGuards(GuardAction.Redact), Messages));

    [Fact]
    public void Apply_BlockInChat_EndsEachChoiceByItself()
    {
        var guards = new NumberGuards(GuardAction.Block, message: "[ended]");

        var sent = Run(AnswerProtocol.Chat, guards, Chat);

        Assert.Contains("""{"index":0,"message":{"role":"assistant","content":"Call [ended]"},"logprobs":null,"finish_reason":"content_filter"}""", sent, StringComparison.Ordinal);
        Assert.Contains("""{"index":1,"message":{"role":"assistant","content":"ok [ended]"},"finish_reason":"content_filter"}],""", sent, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_BlockInOneChoice_LeavesTheOther()
    {
        var sent = Run(AnswerProtocol.Chat, new NumberGuards(GuardAction.Block, TextKind.ToolArguments), Chat);

        Assert.Contains("""Call 4711 now.""", sent, StringComparison.Ordinal);
        Assert.Contains("\"finish_reason\":\"stop\"", sent, StringComparison.Ordinal);
        Assert.Contains("""{"index":1,"message":{"role":"assistant","content":"ok "},"finish_reason":"content_filter"}],""", sent, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_BlockInCompletions_CutsTheText() =>
        Assert.Equal(
            """{"choices":[{"text":"a [ended]","index":0,"logprobs":null,"finish_reason":"content_filter"}]}""",
            Run(AnswerProtocol.Completions, new NumberGuards(GuardAction.Block, message: "[ended]"), """{"choices":[{"text":"a 4711 b","index":0,"logprobs":null,"finish_reason":"stop"}]}"""));

    [Fact]
    public void Apply_BlockInResponses_KeepsTheItemsBefore()
    {
        var sent = Run(AnswerProtocol.Responses, new NumberGuards(GuardAction.Block, message: "[ended]"), Responses);

        Assert.Equal(
            """
            {"id":"resp_12345","object":"response","status":"incomplete","error":null,"incomplete_details":{"reason":"content_filter"},"instructions":"Say 4711.","output":[{"id":"rs_1234","type":"reasoning","summary":[{"type":"summary_text","text":"why 99"}],"encrypted_content":"abc12345"},{"id":"msg_1234","type":"message","status":"incomplete","role":"assistant","content":[{"type":"output_text","annotations":[],"logprobs":[],"text":"Call [ended]"}]}],"usage":{"input_tokens":12345}}
            """,
            sent);
    }

    [Fact]
    public void Apply_BlockInMessages_KeepsTheBlocksBefore()
    {
        Assert.Contains(
            """
            "content":[{"type":"thinking","thinking":"why","signature":"Eq12345"},{"type":"text","text":"Call "}],"stop_reason":"refusal","stop_sequence":null,"usage":
            """,
            Run(AnswerProtocol.Messages, new NumberGuards(GuardAction.Block), Messages), StringComparison.Ordinal);
        // In the tool alone: nothing is left of it, and the text before it stays.
        Assert.Contains(
            """{"type":"text","text":"Call 4711 now."},{"type":"text","text":"no"}],"stop_reason":"refusal",""",
            Run(AnswerProtocol.Messages, new NumberGuards(GuardAction.Block, TextKind.ToolArguments, message: "no"), Messages), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(AnswerProtocol.Chat), """{"choices":[{"index":0,"message":{"role":"assistant","content":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"run_4711","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""")]
    [InlineData(nameof(AnswerProtocol.Responses), """{"status":"completed","output":[{"type":"function_call","id":"f","call_id":"c","name":"run_4711","arguments":"{}"}]}""")]
    [InlineData(nameof(AnswerProtocol.Messages), """{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"run_4711","input":{}}],"stop_reason":"tool_use"}""")]
    public void Apply_NameOfATool_IsJudged(string protocol, string body)
    {
        var kind = Enum.Parse<AnswerProtocol>(protocol);

        Assert.Equal(body.Replace("run_4711", "run_[NUMBER:4]", StringComparison.Ordinal), Run(kind, new NumberGuards(GuardAction.Redact), body));
        Assert.DoesNotContain("run_", Run(kind, new NumberGuards(GuardAction.Block), body), StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_Masks_AreTakenOffInEchoesToo()
    {
        var sent = Run(
            AnswerProtocol.Responses, new NumberGuards(GuardAction.Redact, masks: FrameGuardTests.Vault()),
            """{"instructions":"Write to <EMAIL_1>.","output":[{"type":"message","content":[{"type":"output_text","text":"To <email_1>"}]}]}""");

        Assert.Equal(
            """{"instructions":"Write to jo \"x\" 12345@example.org.","output":[{"type":"message","content":[{"type":"output_text","text":"To jo \"x\" 12345@example.org"}]}]}""", sent);
    }

    [Theory]
    [InlineData("{\"choices\":[")]
    [InlineData("[]")]
    [InlineData("")]
    public void Apply_WhatIsNoObject_Throws(string body) =>
        Assert.Throws<InvalidDataException>(() => Run(AnswerProtocol.Chat, new NumberGuards(GuardAction.Redact), body));

    private static string Run(AnswerProtocol protocol, IOutputGuards guards, string body)
    {
        using var output = new PooledBuffer();
        using var guard = new BodyGuard(protocol, guards);
        guard.Apply(Encoding.UTF8.GetBytes(body), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
