using System.Buffers;
using System.Text;
using System.Text.Json;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols.Anthropic;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Tests.Protocols.Anthropic;

/// <summary>Whatever bytes come in, each side ends with its own kind of error or with JSON; the seed is fixed.</summary>
public class HostileInputTests
{
    private const int Rounds = 3000;

    private static readonly byte[][] Pieces =
    [
        "null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "\"\""u8.ToArray(), "-1"u8.ToArray(), "1e999"u8.ToArray(),
        "\"\\ud800\""u8.ToArray(), [0xFF], "\\"u8.ToArray(), "\""u8.ToArray(), "{"u8.ToArray(), "]"u8.ToArray(), "\\ud83d"u8.ToArray(),
    ];

    [Fact]
    public void Translate_DamagedRequests_NeverFailOtherwise()
    {
        var body = Encoding.UTF8.GetBytes(
            """
            {"model":"x","messages":[{"role":"system","content":"S"},{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"image_url","image_url":{"url":"data:image/png;base64,aGk="}}]},
            {"role":"assistant","content":"C","thinking_blocks":[{"type":"thinking","thinking":"","signature":"s"}],"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},
            {"role":"tool","tool_call_id":"a","content":"x"}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],
            "tool_choice":{"type":"function","function":{"name":"f"}},"response_format":{"type":"json_schema","json_schema":{"schema":{}}},
            "reasoning_effort":"low","stop":["a"],"temperature":0.5,"max_tokens":5000,"user":"u","metadata":{"a":"b"},"output_config":{"x":1}}
            """);
        var good = 0;
        foreach (var damaged in Damage(body))
        {
            var output = new ArrayBufferWriter<byte>();
            try
            {
                ChatToMessagesRequest.Translate(damaged, new ChatToMessagesSettings("claude-opus-4-6"), output);
            }
            catch (LlmException e)
            {
                Assert.Equal(400, e.Error.Status);
                continue;
            }

            good++;
            using var document = JsonDocument.Parse(output.WrittenMemory);
        }

        Assert.InRange(good, 1, Rounds - 1);
    }

    [Fact]
    public void Translate_DamagedAnswers_NeverFailOtherwise()
    {
        var good = 0;
        foreach (var damaged in Damage(Encoding.UTF8.GetBytes(Fixture.Text("answer-citations.json"))))
        {
            var output = new ArrayBufferWriter<byte>();
            try
            {
                MessagesToChatResponse.Translate(damaged, "m", 1, output);
            }
            catch (LlmException e)
            {
                Assert.Equal(502, e.Error.Status);
                continue;
            }

            good++;
            using var document = JsonDocument.Parse(output.WrittenMemory);
        }

        Assert.InRange(good, 1, Rounds - 1);
    }

    [Fact]
    public void Decode_DamagedFrames_NeverThrow()
    {
        var sink = new CountingSink();
        foreach (var line in Fixture.Text("tool-call-thinking.sse").Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)))
        {
            var decoder = new MessagesStreamDecoder();
            foreach (var damaged in Damage(Encoding.UTF8.GetBytes(line[6..])).Take(300))
                decoder.Decode(new SseFrame { Data = damaged, HasData = true }, sink);
        }

        Assert.True(sink.Errors > 0);
        Assert.True(sink.Others > 0);
    }

    private static IEnumerable<byte[]> Damage(byte[] source)
    {
        var random = new Random(20260815);
        for (var i = 0; i < Rounds; i++)
        {
            var at = random.Next(source.Length);
            var cut = Math.Min(random.Next(4) is 0 ? random.Next(40) : random.Next(3), source.Length - at);
            yield return [.. source.AsSpan(0, at), .. Pieces[random.Next(Pieces.Length)], .. source.AsSpan(at + cut)];
        }
    }

    private sealed class CountingSink : IEventSink
    {
        public int Errors { get; private set; }

        public int Others { get; private set; }

        public void OnEvent(in LlmEvent e)
        {
            if (e.Kind is LlmEventKind.Error) Errors++;
            else Others++;
        }
    }
}
