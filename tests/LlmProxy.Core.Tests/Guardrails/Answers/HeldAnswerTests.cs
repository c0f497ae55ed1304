using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Core.Tests.Guardrails.Answers;

public sealed class HeldAnswerTests
{
    private static readonly AnswerProtocol[] Protocols = [AnswerProtocol.Chat, AnswerProtocol.Responses, AnswerProtocol.Messages];

    [Fact]
    public void TextsOf_Stream_AreWholeAndToldOnce()
    {
        foreach (var protocol in Protocols)
        {
            var body = StreamScripts.Of(protocol, "why not", "a text \U0001F600", "{\"a\": 1}", new Random(3));

            var texts = new HeldAnswer(protocol, isStream: true).TextsOf(Encoding.UTF8.GetBytes(body));

            Assert.Equal(
                [(TextKind.Reasoning, TextForm.Plain, "why not"), (TextKind.Assistant, TextForm.Plain, "a text \U0001F600"), (TextKind.Other, TextForm.Plain, "f12"), (TextKind.ToolArguments, TextForm.Json, "{\"a\": 1}")],
                texts.Select(text => (text.Kind, text.Form, Encoding.UTF8.GetString(text.Utf8.Span))));
        }
    }

    // Azure's marks of each chunk are no texts, and Perplexity's sources, told with each chunk, are one each.
    [Fact]
    public void TextsOf_LabelsAndRepeatedSources_AreNotTexts()
    {
        const string Marks = """ "billing":{"payer":"developer"},"citations":["https://example.org/1"] """;
        static string Chunk(string delta) =>
            "data: {\"choices\":[{\"index\":0,\"content_filter_results\":{\"hate\":{\"filtered\":false,\"severity\":\"safe\"}},\"delta\":{\"content\":\"" + delta + "\"}}]," + Marks + "}\n\n";

        Assert.Equal([(TextKind.Assistant, "one one"), (TextKind.Other, "https://example.org/1")], Texts(AnswerProtocol.Chat, Chunk("one ") + Chunk("one") + "data: [DONE]\n\n"));
    }

    // What a tool returned is not what the model says, whatever its members are called.
    [Theory]
    [InlineData(AnswerProtocol.Messages, """{"type":"message","content":[{"type":"mcp_tool_result","content":[{"type":"text","text":"found"}]},{"type":"text","text":"said"}]}""")]
    [InlineData(AnswerProtocol.Messages, """{"type":"message","content":[{"type":"web_search_tool_result","content":[{"type":"web_search_result","content":"found"}]},{"type":"text","text":"said"}]}""")]
    [InlineData(AnswerProtocol.Responses, """{"output":[{"type":"file_search_call","results":[{"text":"found"}]},{"type":"message","content":[{"type":"output_text","text":"said"}]}]}""")]
    [InlineData(AnswerProtocol.Responses, """{"output":[{"type":"function_call_output","output":[{"type":"text","text":"found"}]},{"type":"message","content":[{"type":"output_text","text":"said"}]}]}""")]
    public void TextsOf_ResultOfATool_IsOther(AnswerProtocol protocol, string body) =>
        Assert.Equal([(TextKind.Other, "found"), (TextKind.Assistant, "said")], Texts(protocol, body, isStream: false));

    // The second part comes whole, in events that repeat pieces where there were any.
    [Fact]
    public void TextsOf_DoneWithoutPieces_IsAText()
    {
        var body = Event("response.output_text.delta", "\"content_index\":0,\"delta\":\"one\"") + Event("response.output_text.done", "\"content_index\":0,\"text\":\"one\"")
            + Event("response.output_text.done", "\"content_index\":1,\"text\":\"two\"")
            + "data: {\"type\":\"response.completed\",\"response\":{\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"one\"},{\"type\":\"output_text\",\"text\":\"two\"}]}]}}\n\n";

        Assert.Equal([(TextKind.Assistant, "one"), (TextKind.Assistant, "two")], Texts(AnswerProtocol.Responses, body));

        static string Event(string type, string members) => "data: {\"type\":\"" + type + "\",\"item_id\":\"m\",\"output_index\":0," + members + "}\n\n";
    }

    // Two choices are two messages, and so are two items; the blocks of an answer of Anthropic's are one.
    [Theory]
    [InlineData(AnswerProtocol.Chat, """{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}},{"message":{"content":"c"}}],"citations":["d"]}""", "a@0 b@0 c@1 d@-1")]
    [InlineData(AnswerProtocol.Responses, """{"output":[{"type":"message","content":[{"type":"output_text","text":"a"},{"type":"output_text","text":"b"}]},{"type":"message","content":[{"type":"output_text","text":"c"}]}]}""", "a@0 b@0 c@1")]
    [InlineData(AnswerProtocol.Messages, """{"content":[{"type":"text","text":"a"},{"type":"tool_use","input":{"k":1}},{"type":"text","text":"b"}]}""", "a@0 {\"k\":1}@-1 b@0")]
    public void TextsOf_Parts_BelongToTheirMessage(AnswerProtocol protocol, string body, string expected) =>
        Assert.Equal(expected, string.Join(' ', new HeldAnswer(protocol, isStream: false).TextsOf(Encoding.UTF8.GetBytes(body)).Select(text => $"{Encoding.UTF8.GetString(text.Utf8.Span)}@{text.Message}")));

    [Fact]
    public void TextsOf_StreamOfTwoChoices_AreTwoMessages()
    {
        const string Body = """
            data: {"choices":[{"index":0,"delta":{"content":"a"}}]}

            data: {"choices":[{"index":1,"delta":{"content":"b"}}]}

            data: {"choices":[{"index":0,"delta":{"content":"c"}}]}


            """;

        var texts = new HeldAnswer(AnswerProtocol.Chat, isStream: true).TextsOf(Encoding.UTF8.GetBytes(Body.ReplaceLineEndings("\n")));

        Assert.Equal([("ac", 0), ("b", 1)], texts.Select(text => (Encoding.UTF8.GetString(text.Utf8.Span), text.Message)));
    }

    [Fact]
    public void Release_Passed_ChangesNoByte()
    {
        foreach (var protocol in Protocols)
        {
            var body = StreamScripts.Of(protocol, "why", "a text", "{}", new Random(3));

            Assert.Equal(body, Release(protocol, body, AnswerVerdict.Passed));
        }
    }

    [Fact]
    public void Release_Blocked_LeavesTheMessageAndAProperEnd()
    {
        foreach (var protocol in Protocols)
        {
            var (texts, isComplete) = GuardedStreams.Read(
                protocol, Release(protocol, StreamScripts.Of(protocol, "why", "a text", "{}", new Random(3)), new AnswerVerdict(true) { Message = "no"u8.ToArray() }));

            Assert.True(isComplete);
            Assert.Equal("0.Text=no", texts.All);
            Assert.Equal([FinishReason.ContentFilter], texts.Finishes);
        }
    }

    [Fact]
    public void Release_Replacement_TakesThePlaceOfTheTextAlone()
    {
        foreach (var protocol in Protocols)
        {
            var (texts, _) = GuardedStreams.Read(
                protocol, Release(protocol, StreamScripts.Of(protocol, "why", "a text", "{\"a\":1}", new Random(3)), new AnswerVerdict(false) { Replacement = "{\"b\":2}"u8.ToArray() }));

            Assert.Equal("0.Reasoning=why|0.Text={\"b\":2}|0.ToolArguments.0={\"a\":1}", texts.All);
        }
    }

    private static List<(TextKind, string)> Texts(AnswerProtocol protocol, string body, bool isStream = true) =>
        [.. new HeldAnswer(protocol, isStream).TextsOf(Encoding.UTF8.GetBytes(body)).Select(text => (text.Kind, Encoding.UTF8.GetString(text.Utf8.Span)))];

    private static string Release(AnswerProtocol protocol, string body, AnswerVerdict verdict)
    {
        using var output = new PooledBuffer();
        new HeldAnswer(protocol, isStream: true).Release(Encoding.UTF8.GetBytes(body), verdict, masks: null, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
