using System.Globalization;
using System.Text;
using System.Text.Json;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Guardrails.Masking;

namespace LlmProxy.Core.Tests.Guardrails.Answers;

/// <summary>Neighbouring text blocks of Anthropic's Messages are one text for guards, streamed as whole.</summary>
public sealed class NeighbouringBlocksTests
{
    private const string Stop = "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n";

    [Fact]
    public void Body_FindingOverTwoBlocks_IsReplacedInTheFirst() =>
        Assert.Equal(
            """{"content":[{"type":"text","text":"call [NUMBER:4]"},{"type":"text","text":" now"}]}""",
            Apply("""{"content":[{"type":"text","text":"call 47"},{"type":"text","text":"11 now"}]}""", new NumberGuards(GuardAction.Redact)));

    [Fact]
    public void Body_BlockOfAnotherTypeBetween_PartsThem()
    {
        const string Body = """{"content":[{"type":"text","text":"call 47"},{"type":"tool_use","id":"t","name":"f","input":{}},{"type":"text","text":"11 now"}]}""";

        Assert.Equal(Body, Apply(Body, new NumberGuards(GuardAction.Redact)));
    }

    [Fact]
    public void Stream_FindingOverTwoBlocks_KeepsFramesBackUntilItIsKnown()
    {
        var stream = Start(0) + Text(0, "call 47") + Stop + Start(1) + Text(1, "11 now");
        var sent = GuardedStreams.Run(AnswerProtocol.Messages, new NumberGuards(GuardAction.Redact), stream);

        Assert.Equal(
            Start(0) + Text(0, "call ") + Text(0, "[NUMBER:4]") + Stop + Start(1) + Text(1, " now"),
            sent);
    }

    [Fact]
    public void Stream_NothingHeld_PassesByteForByte()
    {
        var stream = Start(0) + Text(0, "call. ") + Stop + Start(1) + Text(1, "47 now ");

        Assert.Equal(stream, GuardedStreams.Run(AnswerProtocol.Messages, new NumberGuards(GuardAction.Redact), stream));
    }

    [Fact]
    public void Stream_BlockedInTheFirstOfTwo_EndsThere()
    {
        var stream = Start(0) + Text(0, "call 47") + Stop + Start(1) + Text(1, "11 now");

        var sent = GuardedStreams.Run(AnswerProtocol.Messages, new NumberGuards(GuardAction.Block, message: "no"), stream);

        Assert.StartsWith(Start(0) + Text(0, "call ") + Text(0, "no") + Stop + "event: message_delta", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("\"index\":1", sent, StringComparison.Ordinal);
    }

    [Fact]
    public void Stream_MoreFramesThanMayWait_EndsTheText()
    {
        var citation = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"citations_delta\",\"citation\":{\"cited_text\":\""
            + new string('a', 70_000) + "\"}}}\n\n";
        var stream = Start(0) + Text(0, "call 47") + Stop + Start(1) + citation + Text(1, "11 now");

        Assert.Equal(
            Start(0) + Text(0, "call ") + Text(0, "47") + Stop + Start(1) + citation + Text(1, "11 now"),
            GuardedStreams.Run(AnswerProtocol.Messages, new NumberGuards(GuardAction.Redact), stream));
    }

    [Theory]
    [InlineData(GuardAction.Redact, false)]
    [InlineData(GuardAction.Redact, true)]
    [InlineData(GuardAction.Flag, false)]
    [InlineData(GuardAction.Block, false)]
    [InlineData(GuardAction.Block, true)]
    [InlineData(null, true)]
    public void Stream_AnyBlocksAndCuts_IsWhatTheWholeAnswerIs(GuardAction? action, bool isMasked)
    {
        var random = new Random(20_261_125);
        var found = 0;
        for (var round = 0; round < 1_500; round++)
        {
            var blocks = Blocks(random);
            var (streamed, whole) = (Guards(action, isMasked), Guards(action, isMasked));

            var sent = GuardedStreams.Run(AnswerProtocol.Messages, streamed, Stream(blocks, random), random.Next(1, 200));

            Assert.Equal(TextsOf(Apply(Body(blocks), whole)), TextsOfStream(sent));
            // A whole answer is judged to its end, though nothing behind a finding that blocks goes out.
            Assert.Equal(action == GuardAction.Block ? whole.Sink.Notes.Take(1) : whole.Sink.Notes, streamed.Sink.Notes);
            found += whole.Sink.Notes.Count;
        }

        Assert.InRange(found, action is null ? 0 : 300, 10_000);
    }

    private static NumberGuards Guards(GuardAction? action, bool isMasked)
    {
        var vault = new MaskVault(static _ => false);
        vault.TryMask("EMAIL", "jo@example.org"u8, out _);
        return new NumberGuards(action, masks: isMasked ? vault : null, message: action == GuardAction.Block ? "[no]" : "");
    }

    private static List<(string Type, string Text)> Blocks(Random random)
    {
        string[] pieces = ["1", "23", " ", "é", "a", "<EMA", "IL_", "1>", "456"];
        var blocks = new List<(string, string)>();
        for (var i = random.Next(1, 7); i > 0; i--)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(0, 5)).Select(_ => pieces[random.Next(pieces.Length)]));
            blocks.Add(random.Next(6) switch
            {
                0 => ("tool_use", ""),
                1 => ("thinking", "hm"),
                _ => ("text", text),
            });
        }

        return blocks;
    }

    private static string Body(List<(string Type, string Text)> blocks) => $$"""{"content":[{{string.Join(',', blocks.Select(static block => block.Type switch
    {
        "text" => $$"""{"type":"text","text":{{GuardedStreams.Json(block.Text)}}}""",
        "thinking" => $$"""{"type":"thinking","thinking":{{GuardedStreams.Json(block.Text)}},"signature":"x"}""",
        _ => """{"type":"tool_use","id":"t","name":"f","input":{}}""",
    }))}}],"stop_reason":"end_turn"}""";

    private static string Stream(List<(string Type, string Text)> blocks, Random random)
    {
        var body = new StringBuilder("event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"content\":[],\"usage\":{\"output_tokens\":1}}}\n\n");
        for (var i = 0; i < blocks.Count; i++)
        {
            var (type, text) = blocks[i];
            body.Append(type switch
            {
                "text" => Start(i),
                "thinking" => Event("content_block_start", i, "\"content_block\":{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
                _ => Event("content_block_start", i, "\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}"),
            });
            foreach (var piece in type == "tool_use" ? [] : GuardedStreams.Cut(text, random))
            {
                body.Append(type == "text" ? Text(i, piece) : Event("content_block_delta", i, $"\"delta\":{{\"type\":\"thinking_delta\",\"thinking\":{GuardedStreams.Json(piece)}}}"));
                if (random.Next(6) == 0)
                    body.Append("event: ping\ndata: {\"type\":\"ping\"}\n\n");
            }

            body.Append(Event("content_block_stop", i, null));
        }

        return body.Append("event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":9}}\n\n")
            .Append("event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n").ToString();
    }

    /// <summary>What each block says; one that says nothing is left out.</summary>
    private static List<string> TextsOf(string body)
    {
        using var json = JsonDocument.Parse(body);
        return Told(json.RootElement.GetProperty("content").EnumerateArray().Select(static block =>
            block.TryGetProperty("text", out var text) ? text.GetString()! : block.TryGetProperty("thinking", out var thinking) ? thinking.GetString()! : ""));
    }

    /// <summary>The same of a stream, each block of which must be over before the next begins.</summary>
    private static List<string> TextsOfStream(string stream)
    {
        var texts = new List<string>();
        var open = -1;
        foreach (var json in GuardedStreams.Documents(stream))
        {
            switch (json.GetProperty("type").GetString())
            {
                case "content_block_start":
                    Assert.Equal(-1, open);
                    open = json.GetProperty("index").GetInt32();
                    Assert.Equal(texts.Count, open);
                    texts.Add("");
                    break;
                case "content_block_delta":
                    Assert.Equal(open, json.GetProperty("index").GetInt32());
                    var delta = json.GetProperty("delta");
                    texts[open] += delta.TryGetProperty("text", out var text) ? text.GetString() : delta.GetProperty("thinking").GetString();
                    break;
                case "content_block_stop":
                    Assert.Equal(open, json.GetProperty("index").GetInt32());
                    open = -1;
                    break;
            }
        }

        Assert.Equal(-1, open);
        return Told(texts);
    }

    private static List<string> Told(IEnumerable<string> texts) => [.. texts.Select((text, i) => text.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{i}:{text}")).Where(static text => text.Length > 0)];

    private static string Apply(string body, NumberGuards guards)
    {
        using var output = new PooledBuffer();
        using var guard = new BodyGuard(AnswerProtocol.Messages, guards);
        guard.Apply(Encoding.UTF8.GetBytes(body), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static string Start(int index) => Event("content_block_start", index, "\"content_block\":{\"type\":\"text\",\"text\":\"\"}");

    private static string Text(int index, string text) => Event("content_block_delta", index, $"\"delta\":{{\"type\":\"text_delta\",\"text\":{GuardedStreams.Json(text)}}}");

    private static string Event(string type, int index, string? rest) => $"event: {type}\ndata: {{\"type\":\"{type}\",\"index\":{index}{(rest is null ? "" : "," + rest)}}}\n\n";
}
