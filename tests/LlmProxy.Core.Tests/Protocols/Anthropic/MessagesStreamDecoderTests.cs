using System.Text;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols.Anthropic;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Tests.Protocols.Anthropic;

public class MessagesStreamDecoderTests
{
    public static TheoryData<string> Streams => Fixture.Names(".sse");

    [Theory]
    [MemberData(nameof(Streams))]
    public void Decode_RecordedStream_GivesItsEvents(string name)
    {
        var decoder = new MessagesStreamDecoder();

        var log = new EventLog().Decode(decoder, Fixture.Text(name + ".sse"));

        Assert.Equal(Fixture.Text(name + ".events").TrimEnd('\n').Split('\n'), log.Lines);
        Assert.Equal(log.Lines[^1] is "End", decoder.IsComplete);
    }

    [Theory]
    [MemberData(nameof(Streams))]
    public void Decode_RecordedStreamByteByByte_GivesTheSameEvents(string name)
    {
        var decoder = new MessagesStreamDecoder();
        var log = new EventLog();
        using var reader = new SseReader();

        foreach (var single in Encoding.UTF8.GetBytes(Fixture.Text(name + ".sse")))
        {
            ReadOnlySpan<byte> input = [single];
            while (reader.TryRead(ref input, out var frame)) log.DecodeFrame(decoder, frame);
        }

        Assert.Equal(Fixture.Text(name + ".events").TrimEnd('\n').Split('\n'), log.Lines);
    }

    [Fact]
    public void Decode_ToolsBetweenOtherBlocks_AreNumberedByTheirOrder()
    {
        Assert.Equal(
            [
                "ToolCall 0 a first", "Other", "Other", "Other", "ToolCall 1 b second", """ToolArguments 1 |{"x":|""",
                "ToolArguments 1 |1}|", """ToolArguments 0 |{"y":2}|""",
            ],
            Log(
                """{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"a","name":"first","input":{}}}""",
                """{"type":"content_block_start","index":2,"content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{}}}""",
                """{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{}"}}""",
                """{"type":"content_block_stop","index":2}""",
                """{"type":"content_block_start","index":3,"content_block":{"type":"web_search_tool_result","content":[]}}""",
                """{"type":"content_block_start","index":20,"content_block":{"type":"tool_use","id":"b","name":"second","input":{}}}""",
                """{"type":"content_block_delta","index":20,"delta":{"type":"input_json_delta","partial_json":"{\"x\":"}}""",
                """{"type":"content_block_delta","index":20,"delta":{"type":"input_json_delta","partial_json":"1}"}}""",
                """{"type":"content_block_stop","index":20}""",
                """{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"y\":2}"}}""",
                """{"type":"content_block_stop","index":1}"""));
    }

    [Fact]
    public void Decode_ToolWithoutAnyDelta_GetsEmptyObjectOnce()
    {
        Assert.Equal(
            ["ToolCall 0 a now", "ToolArguments 0 |{}|"],
            Log(
                """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"now","input":{ }}}""",
                """{"type":"content_block_stop","index":0}""",
                """{"type":"content_block_stop","index":0}"""));
    }

    [Fact]
    public void Decode_ToolWithWholeInputAtStart_IsNotToldTwice()
    {
        Assert.Equal(
            ["ToolCall 0 a f", """ToolArguments 0 |{"x": 1}|""", "Other"],
            Log(
                """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"f","input":{"x": 1}}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"x\":1}"}}""",
                """{"type":"content_block_stop","index":0}"""));
    }

    [Fact]
    public void Decode_BlockThatStartsWithText_GivesIt()
    {
        Assert.Equal(
            ["Text |Hi|", "Reasoning |Hm|", "ReasoningSignature |sig|"],
            Log(
                """{"type":"content_block_start","index":0,"content_block":{"type":"text","text":"Hi"}}""",
                """{"type":"content_block_start","index":1,"content_block":{"type":"thinking","thinking":"Hm","signature":"sig"}}"""));
    }

    [Fact]
    public void Decode_TypeAfterText_IsReadAllTheSame()
    {
        Assert.Equal(["Text |Hi|"], Log("""{"delta":{"text":"Hi","type":"text_delta"},"index":0,"type":"content_block_delta"}"""));
    }

    [Fact]
    public void Decode_TypeOnlyInTheEventName_IsReadAllTheSame()
    {
        var log = new EventLog().DecodeData(
            new MessagesStreamDecoder(), """{"index":0,"delta":{"type":"text_delta","text":"Hi"}}""", "content_block_delta");

        Assert.Equal(["Text |Hi|"], log.Lines);
    }

    [Theory]
    [InlineData("""a\u00e9\ud83d\ude04\/\"\t""", "aé😄/\"\t")]
    [InlineData("""cut \ud83d""", "cut \uFFFD")]
    [InlineData("""\ude04 rest""", "\uFFFD rest")]
    [InlineData("""\ud83dx""", "\uFFFDx")]
    public void Decode_EscapedText_IsResolved(string escaped, string text)
    {
        Assert.Equal(
            ["Text |" + text + "|"],
            Log($$$"""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"{{{escaped}}}"}}"""));
    }

    [Theory]
    [InlineData("end_turn", "Stop")]
    [InlineData("stop_sequence", "Stop")]
    [InlineData("pause_turn", "Stop")]
    [InlineData("compaction", "Stop")]
    [InlineData("max_tokens", "Length")]
    [InlineData("model_context_window_exceeded", "Length")]
    [InlineData("tool_use", "ToolCalls")]
    [InlineData("refusal", "ContentFilter")]
    [InlineData("something_new", "Other")]
    public void Decode_StopReason_IsOpenAisFinishReason(string stopReason, string finish) =>
        Assert.Equal(["Finish " + finish], Log($$$"""{"type":"message_delta","delta":{"stop_reason":"{{{stopReason}}}"}}"""));

    [Fact]
    public void Decode_MessageDeltaWithoutStopReason_FinishesNothing() =>
        Assert.Empty(Log("""{"type":"message_delta","delta":{"stop_reason":null},"usage":{}}"""));

    [Fact]
    public void Decode_PartialUsageReports_LastWordOnEachCountWins()
    {
        // 10 + 100 + (20 + 30) = 160, then 12 + 100 + 50 = 162; of the 50 written, 30 are for an hour.
        Assert.Equal(
            [
                "Start m c", "Role", "Usage input=160 cached=100 write=20 long=30 output=1 reasoning=-",
                "Usage input=162 cached=100 write=20 long=30 output=9 reasoning=4",
            ],
            Log(
                """{"type":"message_start","message":{"id":"m","model":"c","usage":{"input_tokens":10,"cache_read_input_tokens":100,"cache_creation_input_tokens":50,"cache_creation":{"ephemeral_5m_input_tokens":20,"ephemeral_1h_input_tokens":30},"output_tokens":1}}}""",
                """{"type":"message_delta","delta":{},"usage":{"input_tokens":12,"output_tokens":9,"output_tokens_details":{"thinking_tokens":4},"server_tool_use":{"web_search_requests":1}}}"""));
    }

    [Theory]
    [InlineData("-5")]
    [InlineData("9e99")]
    [InlineData("1000000000000")]
    [InlineData("\"7\"")]
    [InlineData("null")]
    [InlineData("[1,{}]")]
    public void Decode_AbsurdCount_CountsAsNotReported(string count) =>
        Assert.Equal(
            ["Usage input=- cached=- write=- long=- output=3 reasoning=-"],
            Log($$$"""{"type":"message_delta","delta":{},"usage":{"input_tokens":{{{count}}},"output_tokens":3}}"""));

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("overloaded")]
    [InlineData("""{"type":"ping"} x""")]
    [InlineData("""{"type":"content_block_start","index":-3,"content_block":{"type":"text"}}""")]
    [InlineData("""{"type":"content_block_start","index":99999999,"content_block":{"type":"tool_use"}}""")]
    [InlineData("""{"type":"content_block_start","index":"0","content_block":{"type":"text"}}""")]
    public void Decode_MalformedFrame_IsAnErrorEvent(string data)
    {
        var line = Assert.Single(Log(data));
        Assert.StartsWith("Error malformed_stream ", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"error","error":null}""", "Error api_error ||")]
    [InlineData("""{"type":"error","error":{"message":"No \"type\"."}}""", "Error api_error |No \"type\".|")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Busy"},"request_id":"r"}""", "Error overloaded_error |Busy|")]
    public void Decode_ErrorEvent_HasTypeAndMessage(string data, string line) => Assert.Equal([line], Log(data));

    [Theory]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"compaction_delta","content":"x"}}""")]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":["odd"]}""")]
    [InlineData("""{"type":"content_block_delta","index":5,"delta":{"type":"input_json_delta","partial_json":"{}"}}""")]
    [InlineData("""{"type":"something_new","data":{"deep":[1,2]}}""")]
    [InlineData("""{"type":["odd"]}""")]
    public void Decode_WhatIsNotKnown_IsOther(string data) => Assert.Equal(["Other"], Log(data));

    [Fact]
    public void Decode_FrameWithoutData_IsNoEvent()
    {
        var log = new EventLog().DecodeData(new MessagesStreamDecoder(), null);

        Assert.Empty(log.Lines);
    }

    [Fact]
    public void Decode_ManyFrames_AllocatesNothing()
    {
        var decoder = new MessagesStreamDecoder();
        var sink = new CountingSink();
        byte[][] frames =
        [
            Encoding.UTF8.GetBytes("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"plain"}}"""),
            Encoding.UTF8.GetBytes("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"esc\n\"aped\" \u00e9"}}"""),
            Encoding.UTF8.GetBytes("""{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Hm"}}"""),
            Encoding.UTF8.GetBytes("""{"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"a","name":"f","input":{}}}"""),
            Encoding.UTF8.GetBytes("""{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"x\":1}"}}"""),
            Encoding.UTF8.GetBytes("""{"type":"content_block_stop","index":1}"""),
            Encoding.UTF8.GetBytes("""{"type":"message_delta","delta":{"stop_reason":null},"usage":{"input_tokens":12,"output_tokens":9}}"""),
            Encoding.UTF8.GetBytes("""{"type":"ping"}"""),
        ];
        DecodeAll(decoder, frames, sink, 104); // first calls: let the runtime compile and the scratch buffers grow

        var before = GC.GetAllocatedBytesForCurrentThread();
        DecodeAll(decoder, frames, sink, 10_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(10_104 / 8 * 7, sink.Events); // of eight frames all but the block's end give one event
    }

    private static void DecodeAll(MessagesStreamDecoder decoder, byte[][] frames, CountingSink sink, int count)
    {
        for (var i = 0; i < count; i++)
            decoder.Decode(new SseFrame { Data = frames[i % frames.Length], HasData = true }, sink);
    }

    private static IReadOnlyList<string> Log(params string[] data)
    {
        var decoder = new MessagesStreamDecoder();
        var log = new EventLog();
        foreach (var frame in data) log.DecodeData(decoder, frame);
        return log.Lines;
    }

    private sealed class CountingSink : IEventSink
    {
        public int Events { get; private set; }

        public void OnEvent(in LlmEvent e) => Events++;
    }
}
