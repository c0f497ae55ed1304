using System.Text;
using System.Text.Json;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Guardrails.Entities;
using LlmProxy.Core.Requests;
using LlmProxy.Core.Sse;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Guardrails.Entities;
using LlmProxy.Guardrails.Input;
using LlmProxy.Guardrails.Output;

namespace LlmProxy.Tests.Guardrails.Audit;

/// <summary>A position is a number of characters of the text as it came, on whichever way it came.</summary>
public sealed class FoundPlacesTests
{
    private const string Text = "Grüße 😀 to jane.doe@example.org, then 😀😀 ann@example.org";

    // G-r-ü-ß-e-space 6, the face 7, " to " 11, 20 characters of address, ", then " 38, two faces and a space 41.
    private static readonly string[] Places = ["11-31", "41-56"];

    [Theory]
    [InlineData(GuardAction.Redact)]
    [InlineData(GuardAction.Flag)]
    public void Answer_EveryCutInTwo_HasThePositionsOfTheWhole(GuardAction action)
    {
        var bytes = Encoding.UTF8.GetBytes(Text);
        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal(Named("choices[0].assistant"), Answer(action, bytes[..cut], bytes[cut..]));
    }

    [Fact]
    public void Answer_ByteByByte_HasThePositionsOfTheWhole() =>
        Assert.Equal(Named("choices[0].assistant"), Answer(GuardAction.Redact, [.. Encoding.UTF8.GetBytes(Text).Select(b => new[] { b })]));

    [Fact]
    public void Body_FindingOverTwoBlocks_IsWhereItBegins()
    {
        var guarded = Guarded(GuardDirection.Output, GuardAction.Redact);
        using var guard = new BodyGuard(AnswerProtocol.Messages, new OutputGuards(guarded, TimeProvider.System));
        using var output = new PooledBuffer();

        guard.Apply("""{"content":[{"type":"text","text":"to é"},{"type":"text","text":"é jane.doe@exam"},{"type":"text","text":"ple.org, ann@example.org"}]}"""u8, output);

        // In the second block behind two characters; in the third behind "ple.org, ", which is 9.
        Assert.Equal(["EMAIL:content[1].assistant:2-22", "EMAIL:content[2].assistant:9-24"], guarded.Runs.Single().Findings.Select(finding => finding.ToString()));
        Assert.Equal("""{"content":[{"type":"text","text":"to é"},{"type":"text","text":"é [REDACTED_EMAIL]"},{"type":"text","text":", [REDACTED_EMAIL]"}]}""", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Theory]
    [InlineData(AnswerProtocol.Chat, "choices[1].assistant", """{"choices":[{"index":1,"message":{"role":"assistant","content":$}}]}""")]
    [InlineData(AnswerProtocol.Chat, "choices[0].reasoning", """{"choices":[{"index":0,"message":{"role":"assistant","reasoning_content":$}}]}""")]
    [InlineData(AnswerProtocol.Completions, "choices[0].assistant", """{"choices":[{"index":0,"text":$}]}""")]
    [InlineData(AnswerProtocol.Responses, "output[1].assistant[0]", """{"output":[{"type":"reasoning","summary":[]},{"type":"message","content":[{"type":"output_text","text":$}]}]}""")]
    [InlineData(AnswerProtocol.Responses, "output[0].reasoning[1]", """{"output":[{"type":"reasoning","summary":[{"type":"summary_text","text":"a"},{"type":"summary_text","text":$}]}]}""")]
    [InlineData(AnswerProtocol.Messages, "content[1].assistant", """{"content":[{"type":"thinking","thinking":"a"},{"type":"text","text":$}]}""")]
    public void Body_Finding_IsInTheTextItStandsIn(AnswerProtocol protocol, string place, string body)
    {
        var guarded = Guarded(GuardDirection.Output, GuardAction.Redact);
        using var guard = new BodyGuard(protocol, new OutputGuards(guarded, TimeProvider.System));
        using var output = new PooledBuffer();

        guard.Apply(Encoding.UTF8.GetBytes(body.Replace("$", JsonSerializer.Serialize(Text), StringComparison.Ordinal)), output);

        Assert.Equal(Named(place), Told(guarded));
    }

    [Theory]
    [InlineData(AnswerProtocol.Chat, "choices[1].assistant", """{"choices":[{"index":1,"delta":{"content":$}}]}""", """{"choices":[{"index":1,"delta":{},"finish_reason":"stop"}]}""")]
    [InlineData(AnswerProtocol.Chat, "choices[0].assistant", """{"choices":[{"index":0,"delta":{"content":$}}]}""", "[DONE]")]
    [InlineData(AnswerProtocol.Completions, "choices[0].assistant", """{"choices":[{"index":0,"text":$}]}""", "[DONE]")]
    [InlineData(AnswerProtocol.Responses, "output[1].assistant[0]", """{"type":"response.output_text.delta","output_index":1,"content_index":0,"delta":$}""", """{"type":"response.output_item.done","output_index":1,"item":{"type":"message","content":[]}}""")]
    [InlineData(AnswerProtocol.Responses, "output[0].reasoning[1]", """{"type":"response.reasoning_summary_text.delta","output_index":0,"summary_index":1,"delta":$}""", """{"type":"response.completed","response":{"output":[]}}""")]
    [InlineData(AnswerProtocol.Messages, "content[1].assistant", """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":$}}""", """{"type":"message_stop"}""")]
    public void Stream_Finding_IsWhereItStandsInTheWholeAnswer(AnswerProtocol protocol, string place, string piece, string end)
    {
        // What the last finding is, is only known when the text is over, and that a frame says which has no piece of it.
        var pieces = Text.EnumerateRunes().Chunk(5).Select(runes => string.Concat(runes)).ToList();
        var guarded = Guarded(GuardDirection.Output, GuardAction.Redact);
        using var guard = new FrameGuard(protocol, new OutputGuards(guarded, TimeProvider.System), 1_000_000);

        foreach (var data in pieces.Select(text => piece.Replace("$", JsonSerializer.Serialize(text), StringComparison.Ordinal)).Append(end))
            Take(guard, data);

        Assert.Equal(Named(place), Told(guarded));
    }

    [Fact]
    public void Stream_TwoCallsOfTools_AreToldApart()
    {
        var guarded = Guarded(GuardDirection.Output, GuardAction.Redact);
        using var guard = new FrameGuard(AnswerProtocol.Chat, new OutputGuards(guarded, TimeProvider.System), 1_000_000);

        Take(guard, """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"f","arguments":"{\"x\":\"ann@"}}]}}]}""");
        Take(guard, """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_2","type":"function","function":{"name":"f","arguments":"{\"to\":\"bob@"}}]}}]}""");
        Take(guard, """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"example.org\"}"}}]}}]}""");
        Take(guard, """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"example.org\"}"}}]}}]}""");
        Take(guard, "[DONE]");

        // Behind {"x":" and {"to":".
        Assert.Equal(["EMAIL:choices[0].tool_arguments[0]:6-21", "EMAIL:choices[0].tool_arguments[1]:7-22"], Told(guarded).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Request_Escapes_ArePositionsInTheDecodedText() =>
        Assert.Equal(Named("messages[0].content"), Request($$"""{"messages":[{"role":"user","content":{{JsonSerializer.Serialize(Text)}}}]}"""));

    [Fact]
    public void Request_Parts_HaveTheirOwnPositions() => Assert.Equal(
        ["EMAIL:messages[0].content[0].text:2-17", "EMAIL:messages[0].content[1].text:3-18", "EMAIL:messages[0].content[2].text:1-16"],
        Request("""
            {"messages":[{"role":"user","content":[{"type":"text","text":"ä ann@example.org "},{"type":"text","text":"öü bob@example.org "},{"type":"text","text":" eve@example.org"}]}]}
            """));

    [Fact]
    public void Request_FindingAcrossParts_BeginsInTheFirstAndEndsBehindIt() => Assert.Equal(
        ["EMAIL:messages[0].content[0].text:3-18"],
        Request("""{"messages":[{"role":"user","content":[{"type":"text","text":"to ann@exam"},{"type":"text","text":"ple.org or not"}]}]}"""));

    [Fact]
    public void Request_NamesOfTheCaller_AreNotTold() => Assert.Equal(
        ["EMAIL:messages[0].content[0].input.*:0-15", "EMAIL:messages[0].content[0].input.*.*[1]:0-15", "EMAIL:metadata.*:0-15", "EMAIL:*.*:0-15"],
        Request("""
            {"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"f","input":{"janes_mail":"ann@example.org","content":{"text":["a","bob@example.org"]}}}]}],
             "metadata":{"content":"ann@example.org"},"secret_project":{"text":"ann@example.org"}}
            """));

    [Fact]
    public void Request_TextInPartsAndWhole_IsCountedOnce()
    {
        var guarded = Guarded(GuardDirection.Input, GuardAction.Redact);
        Run(guarded, """{"messages":[{"role":"user","content":[{"type":"text","text":"äb"},{"type":"text","text":"😀"}]},{"role":"user","content":"four"}]}""");

        // Two, one and four.
        Assert.Equal(7, Assert.Single(guarded.Runs).Characters);
    }

    [Fact]
    public void Request_MoreFindingsThanAreKept_AreCounted()
    {
        var guarded = Guarded(GuardDirection.Input, GuardAction.Flag);
        Run(guarded, $$"""{"messages":[{"role":"user","content":"{{string.Concat(Enumerable.Repeat("ann@example.org ", 70))}}"}]}""");

        var run = Assert.Single(guarded.Runs);
        Assert.Equal((70, 50), (run.Found, run.Findings.Count));
        // The fiftieth, each of 16 characters.
        Assert.Equal("EMAIL:messages[0].content:784-799", run.Findings[49].ToString());
    }

    private static List<string> Answer(GuardAction action, params byte[][] pieces)
    {
        var guarded = Guarded(GuardDirection.Output, action);
        var guards = new OutputGuards(guarded, TimeProvider.System);
        guards.Enter(new AnswerAddress(AnswerProtocol.Chat, TextKind.Assistant, 0));
        using var text = guards.Create(TextKind.Assistant, TextForm.Plain, isRepeat: false)!;
        using var output = new PooledBuffer();
        foreach (var piece in pieces)
            text.Feed(piece, output);
        text.Finish(output);
        Assert.Equal(56, Assert.Single(guarded.Runs).Characters);
        return Told(guarded);
    }

    private static List<string> Request(string body)
    {
        var guarded = Guarded(GuardDirection.Input, GuardAction.Redact);
        Run(guarded, body);
        return Told(guarded);
    }

    private static void Run(GuardedExchange guarded, string body)
    {
        using var texts = new InputTexts(LlmRequestReader.Read(Encoding.UTF8.GetBytes(body), maxDepth: 64));
        using var spans = new InputSpans(guarded, texts, null);
        spans.Run();
    }

    private static void Take(FrameGuard guard, string data)
    {
        using var output = new PooledBuffer();
        var bytes = Encoding.UTF8.GetBytes(data);
        guard.Take(new SseFrame { Raw = Encoding.UTF8.GetBytes($"data: {data}\n\n"), Data = bytes, HasData = true }, output);
    }

    private static GuardedExchange Guarded(GuardDirection direction, GuardAction action)
    {
        var factory = new EntityGuardFactory("pii", EntityGroup.Pii, null, GuardAction.Redact, GuardDirections.Both);
        var guard = GuardMaker.CreateSpans(factory, new() { Action = action });
        return new(null, direction == GuardDirection.Input ? new RouteGuards([guard], []) : new RouteGuards([], [guard]));
    }

    private static List<string> Told(GuardedExchange guarded) => [.. Assert.Single(guarded.Runs).Findings.Select(finding => finding.ToString())];

    private static IEnumerable<string> Named(string place) => Places.Select(range => $"EMAIL:{place}:{range}");
}
