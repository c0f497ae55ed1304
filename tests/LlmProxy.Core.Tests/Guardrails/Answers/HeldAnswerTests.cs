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
                [(TextKind.Reasoning, TextForm.Plain, "why not"), (TextKind.Assistant, TextForm.Plain, "a text \U0001F600"), (TextKind.ToolArguments, TextForm.Json, "{\"a\": 1}")],
                texts.Select(text => (text.Kind, text.Form, Encoding.UTF8.GetString(text.Utf8.Span))));
        }
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

    private static string Release(AnswerProtocol protocol, string body, AnswerVerdict verdict)
    {
        using var output = new PooledBuffer();
        new HeldAnswer(protocol, isStream: true).Release(Encoding.UTF8.GetBytes(body), verdict, masks: null, output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
