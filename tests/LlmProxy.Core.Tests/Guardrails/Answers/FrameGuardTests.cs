using System.Text;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Guardrails.Masking;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Core.Tests.Guardrails.Answers;

public sealed class FrameGuardTests
{
    private static readonly AnswerProtocol[] Protocols = [AnswerProtocol.Chat, AnswerProtocol.Completions, AnswerProtocol.Responses, AnswerProtocol.Messages];

    [Theory]
    [InlineData(GuardAction.Redact)]
    [InlineData(GuardAction.Flag)]
    public void Take_AnyCut_GivesWhatTheWholeTextsGive(GuardAction action)
    {
        var random = new Random(20_261_121);
        for (var round = 0; round < 400; round++)
        {
            var protocol = Protocols[round % 4];
            var masks = Vault();
            var guards = new NumberGuards(action, masks: masks);
            var (reasoning, text, arguments) = (Text(random), Text(random), Arguments(random));
            var body = StreamScripts.Of(protocol, reasoning, text, arguments, random);

            var sent = GuardedStreams.Run(protocol, guards, body, random.Next(1, 200));

            var (texts, isComplete) = GuardedStreams.Read(protocol, sent);
            Assert.True(isComplete);
            Assert.Empty(texts.Errors);
            Assert.Equal(guards.Apply(text), texts["0.Text"]);
            if (protocol == AnswerProtocol.Completions)
                continue;
            Assert.Equal(guards.Apply(reasoning, TextKind.Reasoning), texts["0.Reasoning"]);
            Assert.Equal(guards.Apply(arguments, TextKind.ToolArguments, TextForm.Json), texts["0.ToolArguments.0"]);
            if (protocol == AnswerProtocol.Responses)
                AssertRepeats(sent, guards.Apply(reasoning), guards.Apply(text), guards.Apply(arguments, TextKind.ToolArguments, TextForm.Json));
        }
    }

    [Fact]
    public void Take_BlockAtAnyCut_DeliversTheTextBeforeTheFirstMatchAndAProperEnd()
    {
        var random = new Random(20_261_122);
        for (var round = 0; round < 400; round++)
        {
            var protocol = Protocols[round % 4];
            var text = $"{Text(random).Replace('1', 'x')} 4711 {Text(random)}";
            var guards = new NumberGuards(GuardAction.Block, TextKind.Assistant, Vault(), round % 3 == 0 ? "" : "[ended]");
            var body = StreamScripts.Of(protocol, "why", text, "{}", random);

            var sent = GuardedStreams.Run(protocol, guards, body, random.Next(1, 200));

            var (texts, isComplete) = GuardedStreams.Read(protocol, sent);
            Assert.True(isComplete);
            Assert.Empty(texts.Errors);
            Assert.Equal(guards.Apply(text) + (round % 3 == 0 ? "" : "[ended]"), texts["0.Text"]);
            Assert.Equal([FinishReason.ContentFilter], texts.Finishes);
            Assert.DoesNotContain("4711", sent, StringComparison.Ordinal);
            GuardedStreams.Documents(sent);
            if (protocol == AnswerProtocol.Responses)
                AssertNumbers(sent);
        }
    }

    [Fact]
    public void Take_CleanStreams_GoOutByteForByte()
    {
        var random = new Random(20_261_123);
        foreach (var protocol in Protocols)
        {
            var body = ": a comment\n\n" + StreamScripts.Of(protocol, "We think. ", "Hello, world \U0001F600. ", "{\"a\": \"b \"}", random);

            Assert.Equal(body, GuardedStreams.Run(protocol, new NumberGuards(GuardAction.Redact), body, 17));
            Assert.Equal(body.ReplaceLineEndings("\r\n"), GuardedStreams.Run(protocol, new NumberGuards(GuardAction.Redact), body.ReplaceLineEndings("\r\n"), 1));
        }
    }

    [Fact]
    public void Take_LastWordHeld_GoesOutBeforeTheFinish()
    {
        const string Body = """
            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"call "},"finish_reason":null}],"usage":null}

            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"12"},"finish_reason":null}],"usage":null}

            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}

            data: [DONE]


            """;

        const string Expected = """
            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"call "},"finish_reason":null}],"usage":null}

            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"content":"12"},"finish_reason":null}],"usage":null}

            data: {"id":"c1","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":null}

            data: [DONE]


            """;
        Assert.Equal(Lf(Expected), GuardedStreams.Run(AnswerProtocol.Chat, new NumberGuards(GuardAction.Redact), Lf(Body)));
    }

    [Fact]
    public void Take_TwoChoices_EachHasItsOwnText()
    {
        const string Body = """
            data: {"id":"c1","choices":[{"delta":{"content":"a 12"},"index":0},{"delta":{"content":"b 9"},"index":1}]}

            data: {"id":"c1","choices":[{"delta":{"content":"34 "},"index":1},{"delta":{"content":"3 "},"index":0}]}

            data: {"id":"c1","choices":[{"delta":{},"index":0,"finish_reason":"stop"},{"delta":{"content":"77"},"index":1,"finish_reason":"stop"}]}

            data: [DONE]


            """;

        var (texts, _) = GuardedStreams.Read(AnswerProtocol.Chat, GuardedStreams.Run(AnswerProtocol.Chat, new NumberGuards(GuardAction.Redact), Lf(Body)));

        Assert.Equal("0.Text=a [NUMBER:3] |1.Text=b [NUMBER:3] 77", texts.All);
    }

    [Fact]
    public void Take_BlockInOneChoice_EndsTheOtherToo()
    {
        const string Body = """
            data: {"id":"c1","choices":[{"delta":{"role":"assistant"},"index":0},{"delta":{"role":"assistant"},"index":1}]}

            data: {"id":"c1","choices":[{"delta":{"content":"b 9"},"index":1}]}

            data: {"id":"c1","choices":[{"delta":{"content":"a 123 "},"index":0}]}

            data: {"id":"c1","choices":[{"delta":{"content":"99 "},"index":1}]}


            """;

        var sent = GuardedStreams.Run(AnswerProtocol.Chat, new NumberGuards(GuardAction.Block, message: "no"), Lf(Body));

        var (texts, isComplete) = GuardedStreams.Read(AnswerProtocol.Chat, sent);
        Assert.True(isComplete);
        Assert.Equal("0.Text=a no|1.Text=b ", texts.All);
        Assert.Equal([FinishReason.ContentFilter, FinishReason.ContentFilter], texts.Finishes);
    }

    [Fact]
    public void Take_WholeCallsUnderOneNumber_AreTwoTexts()
    {
        const string Body = """
            data: {"id":"c1","choices":[{"delta":{"tool_calls":[{"index":0,"id":"call_a","function":{"name":"f","arguments":"{\"n\":12"}}]},"index":0}]}

            data: {"id":"c1","choices":[{"delta":{"tool_calls":[{"index":0,"id":"call_b","function":{"name":"g","arguments":"34 }"}}]},"index":0}]}

            data: {"id":"c1","choices":[{"delta":{},"index":0,"finish_reason":"tool_calls"}]}

            data: [DONE]


            """;

        var sent = GuardedStreams.Run(AnswerProtocol.Chat, new NumberGuards(GuardAction.Redact), Lf(Body));

        // The end of the first call goes out in a frame of its own, which does not begin it again.
        Assert.Equal(
            ["""{"id":"c1","choices":[{"delta":{"tool_calls":[{"index":0,"id":"call_a","function":{"name":"f","arguments":"{\"n\":"}}]},"index":0}]}""",
            """{"id":"c1","choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"12"}}]},"index":0}]}"""],
            GuardedStreams.Frames(sent).Take(2).Select(frame => frame.Data));
        Assert.Contains("\"arguments\":\"34 }\"", sent, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_CallThatEndsWhereTheNextBegins_IsJudgedToItsEnd()
    {
        const string Body = """
            data: {"id":"c1","choices":[{"delta":{"tool_calls":[{"index":0,"id":"call_a","function":{"name":"f","arguments":"\"12"}}]},"index":0}]}

            data: {"id":"c1","choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"34"}},{"index":0,"id":"call_b","function":{"name":"g","arguments":"56 "}}]},"index":0}]}

            data: {"id":"c1","choices":[{"delta":{},"index":0,"finish_reason":"tool_calls"}]}


            """;

        var sent = GuardedStreams.Run(AnswerProtocol.Chat, new NumberGuards(GuardAction.Redact), Lf(Body));

        Assert.Equal(
            """{"id":"c1","choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"[NUMBER:4]"}},{"index":0,"id":"call_b","function":{"name":"g","arguments":"56 "}}]},"index":0}]}""",
            GuardedStreams.Frames(sent)[1].Data);
    }

    [Fact]
    public void Take_InterleavedCalls_AreTwoTexts()
    {
        const string Body = """
            data: {"id":"c1","choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"12"}},{"index":1,"id":"b","function":{"name":"g","arguments":"5"}}]},"index":0}]}

            data: {"id":"c1","choices":[{"delta":{"tool_calls":[{"index":1,"function":{"arguments":"678"}},{"index":0,"function":{"arguments":" "}}]},"index":0}]}

            data: {"id":"c1","choices":[{"delta":{},"index":0,"finish_reason":"tool_calls"}]}


            """;

        var (texts, _) = GuardedStreams.Read(AnswerProtocol.Chat, GuardedStreams.Run(AnswerProtocol.Chat, new NumberGuards(GuardAction.Redact), Lf(Body)));

        Assert.Equal("0.ToolArguments.0=12 |0.ToolArguments.1=\"[NUMBER:4]\"", texts.All);
        Assert.Equal(["0:a:f", "1:b:g"], texts.Calls);
    }

    [Fact]
    public void Take_PlacesThatNoDecoderKnows_AreGuardedToo()
    {
        const string Body = """
            data: {"id":"c1234","citations":["https://x.example/?n=12345"],"choices":[{"index":0,"delta":{"con\u0074ent":"a ","new_field":"12","audio":{"id":"a12345","data":"MTIzNDU=","transcript":"b 777"}},"logprobs":{"content":[{"token":"12345"}]},"message":{"content":"12345"},"reason_note":"55555"}]}

            data: {"id":"c1234","choices":[{"index":0,"delta":{"content":"98","new_field":"345 "}}]}

            data: {"id":"c1234","choices":[{"index":0,"delta":{"content":"7 "}}]}


            """;

        var sent = GuardedStreams.Run(AnswerProtocol.Chat, new NumberGuards(GuardAction.Redact), Lf(Body));

        Assert.Equal(
            """{"id":"c1234","citations":["https://x.example/?n=[NUMBER:5]"],"choices":[{"index":0,"delta":{"con\u0074ent":"a ","new_field":"","audio":{"id":"a12345","data":"MTIzNDU=","transcript":"b "}},"logprobs":null,"message":null,"reason_note":"[NUMBER:5]"}]}""",
            GuardedStreams.Frames(sent)[0].Data);
        Assert.Equal("""{"id":"c1234","choices":[{"index":0,"delta":{"content":"","new_field":"[NUMBER:5] "}}]}""", GuardedStreams.Frames(sent)[1].Data);
        Assert.Equal("""{"id":"c1234","choices":[{"index":0,"delta":{"content":"[NUMBER:3] "}}]}""", GuardedStreams.Frames(sent)[2].Data);
        // What is left at the end of the body.
        Assert.Equal("""{"id":"c1234","choices":[{"index":0,"delta":{"audio":{"transcript":"[NUMBER:3]"}}}]}""", GuardedStreams.Frames(sent)[3].Data);
    }

    [Theory]
    [InlineData(AnswerProtocol.Chat, """{"id":"c1","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":" a \"word\" "},"finish_reason":null}]}""")]
    [InlineData(AnswerProtocol.Messages, """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":" a \"word\" "}}""")]
    public void Take_CleanFrames_AllocateNothing(AnswerProtocol protocol, string json)
    {
        using var guard = new FrameGuard(protocol, new NumberGuards(GuardAction.Redact, masks: Vault()), maxKeptBytes: 1_000_000);
        using var output = new LlmProxy.Core.Buffers.PooledBuffer();
        var raw = Encoding.UTF8.GetBytes($"data: {json}\n\n");
        var data = raw.AsMemory(6, raw.Length - 8);

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                guard.Take(new LlmProxy.Core.Sse.SseFrame { Raw = raw, Data = data.Span, HasData = true, DataOffset = 6 }, output);
                output.Release();
            }
        }));
    }

    [Fact]
    public void Take_BlockInArguments_DropsTheCallFromTheLastEvent()
    {
        var body = StreamScripts.Of(AnswerProtocol.Responses, "why", "yes", "{\"n\": 4711, \"m\":1}", new Random(1));

        var sent = GuardedStreams.Run(AnswerProtocol.Responses, new NumberGuards(GuardAction.Block, message: "ended"), body);

        AssertNumbers(sent);
        var documents = GuardedStreams.Documents(sent);
        Assert.Equal("{\"n\": ", documents.Single(document => document.GetProperty("type").GetString() == "response.function_call_arguments.done").GetProperty("arguments").GetString());
        var response = documents[^1].GetProperty("response");
        Assert.Equal("incomplete", response.GetProperty("status").GetString());
        Assert.Equal(["reasoning", "message", "message"], response.GetProperty("output").EnumerateArray().Select(item => item.GetProperty("type").GetString()!));
        Assert.Equal("ended", response.GetProperty("output")[2].GetProperty("content")[0].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(500, null)]
    [InlineData(1_000_000, 500)]
    public void Take_BlockOfMoreThanIsKept_LeavesTheOutputEmpty(long maxBytes, int? room)
    {
        var body = StreamScripts.Of(AnswerProtocol.Responses, "why", new string('x', 300) + " 4711", "{}", new Random(1));

        var sent = GuardedStreams.Run(AnswerProtocol.Responses, new NumberGuards(GuardAction.Block), body, maxKeptBytes: maxBytes, mayKeep: room is { } most ? bytes => bytes <= most : null);

        AssertNumbers(sent);
        Assert.Empty(GuardedStreams.Documents(sent)[^1].GetProperty("response").GetProperty("output").EnumerateArray());
        Assert.Equal(new string('x', 300) + " ", GuardedStreams.Read(AnswerProtocol.Responses, sent).Texts["0.Text"]);
    }

    [Fact]
    public void Take_BlockInATool_EndsItsBlockAndTellsTheMessageInAnother()
    {
        var body = StreamScripts.Of(AnswerProtocol.Messages, "why", "yes", "{\"n\": 4711}", new Random(1));

        var sent = GuardedStreams.Run(AnswerProtocol.Messages, new NumberGuards(GuardAction.Block, message: "ended"), body);

        Assert.Equal(
            ["content_block_stop 2", "content_block_start 3", "content_block_delta 3", "content_block_stop 3", "message_delta", "message_stop"],
            GuardedStreams.Documents(sent)[^6..].Select(document => document.GetProperty("type").GetString() + (document.TryGetProperty("index", out var index) ? $" {index}" : "")));
        Assert.Equal("refusal", GuardedStreams.Documents(sent)[^2].GetProperty("delta").GetProperty("stop_reason").GetString());
    }

    [Fact]
    public void Take_FindingsThatAreRepeated_AreToldOnce()
    {
        var guards = new NumberGuards(GuardAction.Flag);

        GuardedStreams.Run(AnswerProtocol.Responses, guards, StreamScripts.Of(AnswerProtocol.Responses, "1234 ", "a 567", "{}", new Random(1)));

        Assert.Equal(["0:NUMBER@0+4", "0:NUMBER@2+3"], guards.Sink.Notes);
        Assert.NotEmpty(guards.Repeats.Notes);
    }

    [Fact]
    public void Take_ObjectAsArguments_IsJudgedAsJsonAndStaysJson()
    {
        const string Body = """
            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":{"n":"a \u0031234","m":[1,"567",8901]}}}]}}]}


            """;

        var sent = GuardedStreams.Run(AnswerProtocol.Chat, new NumberGuards(GuardAction.Redact), Lf(Body));

        Assert.Contains("""{"n":"a [NUMBER:9]","m":[1,"[NUMBER:3]","[NUMBER:4]"]}""", sent, StringComparison.Ordinal);
    }

    [Fact]
    public void Take_NumberThatAReplacementWouldBreak_Blocks()
    {
        const string Body = """
            data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":{"n":-41234 }}}]}}]}


            """;
        var guards = new NumberGuards(GuardAction.Redact);

        var sent = GuardedStreams.Run(AnswerProtocol.Chat, guards, Lf(Body));

        Assert.Equal([FinishReason.ContentFilter], GuardedStreams.Read(AnswerProtocol.Chat, sent).Texts.Finishes);
        Assert.DoesNotContain("41234", sent, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> ToolNames => new()
    {
        { nameof(AnswerProtocol.Chat), """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"run_4711","arguments":""}}]}}]}""" },
        { nameof(AnswerProtocol.Chat), """data: {"choices":[{"index":0,"delta":{"function_call":{"name":"run_4711","arguments":""}}}]}""" },
        { nameof(AnswerProtocol.Responses), """data: {"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"type":"function_call","id":"f","call_id":"c","name":"run_4711","arguments":""}}""" },
        { nameof(AnswerProtocol.Messages), """data: {"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"run_4711","input":{}}}""" },
    };

    // No client may wait for the rest of a name: it goes out with the frame, though its last word could go on.
    [Theory]
    [MemberData(nameof(ToolNames))]
    public void Take_NameOfATool_IsJudgedWhole(string protocol, string frame)
    {
        var kind = Enum.Parse<AnswerProtocol>(protocol);

        var redacted = GuardedStreams.Run(kind, new NumberGuards(GuardAction.Redact), frame + "\n\n");
        var clean = frame.Replace("4711", "47", StringComparison.Ordinal) + "\n\n";
        var blocked = GuardedStreams.Run(kind, new NumberGuards(GuardAction.Block, message: "[ended]"), frame + "\n\n");

        Assert.Equal(frame.Replace("run_4711", "run_[NUMBER:4]", StringComparison.Ordinal) + "\n\n", redacted);
        Assert.Equal(clean, GuardedStreams.Run(kind, new NumberGuards(GuardAction.Redact), clean));
        Assert.DoesNotContain("4711", blocked, StringComparison.Ordinal);
        Assert.Equal([FinishReason.ContentFilter], GuardedStreams.Read(kind, blocked).Texts.Finishes);
    }

    [Fact]
    public void Take_NameThatEventsRepeat_IsToldOnce()
    {
        const string Item = """{"type":"function_call","id":"f","call_id":"c","name":"run_4711","arguments":""}""";
        const string Body = $$"""
            data: {"type":"response.output_item.added","sequence_number":0,"output_index":0,"item":{{Item}}}

            data: {"type":"response.output_item.done","sequence_number":1,"output_index":0,"item":{{Item}}}

            data: {"type":"response.output_item.added","sequence_number":2,"output_index":1,"item":{{Item}}}

            data: {"type":"response.completed","sequence_number":3,"response":{"output":[{{Item}},{{Item}}]} }


            """;
        var guards = new NumberGuards(GuardAction.Redact);

        var sent = GuardedStreams.Run(AnswerProtocol.Responses, guards, Lf(Body));

        Assert.DoesNotContain("4711", sent, StringComparison.Ordinal);
        // Two items of that name.
        Assert.Equal(["0:NUMBER@4+4", "0:NUMBER@4+4"], guards.Sink.Notes);
    }

    [Theory]
    [InlineData("data: {\"choices\":[\n\n")]
    [InlineData("data: [1]\n\n")]
    [InlineData("data: text\n\n")]
    public void Take_WhatIsNoObject_Throws(string body) =>
        Assert.Throws<InvalidDataException>(() => GuardedStreams.Run(AnswerProtocol.Chat, new NumberGuards(GuardAction.Redact), body));

    [Fact]
    public void Take_MoreTextsThanAreJudged_Throws()
    {
        var body = string.Concat(Enumerable.Range(0, 1_025).Select(i => $"data: {{\"choices\":[{{\"index\":{i},\"delta\":{{\"content\":\"x\"}}}}]}}\n\n"));

        Assert.Throws<InvalidDataException>(() => GuardedStreams.Run(AnswerProtocol.Chat, new NumberGuards(GuardAction.Redact), body));
    }

    internal static MaskVault Vault()
    {
        var masks = new MaskVault(_ => false);
        Assert.True(masks.TryMask("EMAIL", "jo \"x\" 12345@example.org"u8, out _));
        return masks;
    }

    internal static string Lf(string text) => text.ReplaceLineEndings("\n");

    private static string Text(Random random)
    {
        var text = new StringBuilder();
        string[] words = ["a", "12", "1", "3", " ", " b", "<", "<EMAIL_1>", "<email_1>", "<EMAIL_2>", "\"", "é", "\U0001F600", "\\", "<Email\\_1>", "\n"];
        for (var i = random.Next(12); i > 0; i--)
            text.Append(words[random.Next(words.Length)]);
        return text.ToString();
    }

    private static string Arguments(Random random) =>
        $"{{\"a\":{GuardedStreams.Json(Text(random), isEscaped: random.Next(2) == 0)},\"n\\u0031\":12,\"b\":{GuardedStreams.Json(Text(random), isEscaped: true)}}}";

    private static void AssertRepeats(string sent, string reasoning, string text, string arguments)
    {
        AssertNumbers(sent);
        var documents = GuardedStreams.Documents(sent);
        string At(string type, params string[] path)
        {
            var element = documents.Single(document => document.GetProperty("type").GetString() == type);
            foreach (var name in path)
                element = int.TryParse(name, out var index) ? element[index] : element.GetProperty(name);
            return element.GetString()!;
        }

        Assert.Equal(reasoning, At("response.reasoning_summary_text.done", "text"));
        Assert.Equal(text, At("response.output_text.done", "text"));
        Assert.Equal(text, At("response.content_part.done", "part", "text"));
        Assert.Equal(arguments, At("response.function_call_arguments.done", "arguments"));
        Assert.Equal(reasoning, At("response.completed", "response", "output", "0", "summary", "0", "text"));
        Assert.Equal(text, At("response.completed", "response", "output", "1", "content", "0", "text"));
        Assert.Equal(arguments, At("response.completed", "response", "output", "2", "arguments"));
        Assert.Equal("Say 12345.", At("response.completed", "response", "instructions"));
    }

    private static void AssertNumbers(string sent)
    {
        var documents = GuardedStreams.Documents(sent);
        Assert.Equal(Enumerable.Range(0, documents.Count), documents.Select(document => document.GetProperty("sequence_number").GetInt32()));
    }
}
