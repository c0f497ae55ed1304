using LlmProxy.Core.Buffers;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols.OpenAi;
using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Tests.Protocols.OpenAi;

public class StreamAllocationTests
{
    private const string Head = "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",";

    public static TheoryData<string, string, int> Frames => new()
    {
        { "chat", Head + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello\"}}]}\n\n", int.MaxValue },
        { "chat", Head + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\u00e9\\n\"}}]}\n\n", int.MaxValue },
        { "chat", Head + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"\\u00e9\\n\"}}]}\r\n\r\n", 16 },
        { "chat", Head + "\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"x\"}}]}}]}\n\n", 100 },
        { "chat", Head + "\"choices\":[],\n" + "data: \"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n", 100 },
        { "chat", ": keep-alive\n\n", 3 },
        { "completions", Head + "\"choices\":[{\"index\":0,\"text\":\"\\\"Hello\"}]}\n\n", 100 },
        { "responses", "event: e\ndata: {\"type\":\"response.output_text.delta\",\"delta\":\"\\tHi\"}\n\n", 100 },
    };

    [Theory]
    [MemberData(nameof(Frames))]
    public void Decode_TenThousandFrames_AllocateNothing(string endpoint, string frame, int chunkBytes)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(frame);
        var decoder = FixtureStream.DecoderFor(endpoint);
        using var reader = new SseReader();
        var sink = new CountingSink();
        Run(reader, decoder, sink, bytes, chunkBytes, 200);
        Assert.Equal(0, Allocations.Of(() => Run(reader, decoder, sink, bytes, chunkBytes, 10_000)));
        Assert.True(sink.Events >= 10_000 || frame[0] == ':');
    }

    [Fact]
    public void Encode_TenThousandEvents_AllocateNothing()
    {
        using var encoder = new ChatStreamEncoder("chatcmpl-1", 1760000000, "m", includeUsage: true);
        using var output = new PooledBuffer();
        Run(encoder, output, 200);
        Assert.Equal(0, Allocations.Of(() => Run(encoder, output, 10_000)));
    }

    [Fact]
    public void Patch_TenThousandFrames_AllocateNothing()
    {
        using var output = new PooledBuffer();
        SsePatch[] patches = [new(5..8, "new \"text\" é"u8.ToArray())];
        Run(patches, output, 200);
        Assert.Equal(0, Allocations.Of(() => Run(patches, output, 10_000)));
    }

    private static void Run(
        SseReader reader, IStreamDecoder decoder, CountingSink sink, byte[] bytes, int chunkBytes, int count)
    {
        var step = Math.Min(chunkBytes, bytes.Length);
        for (var i = 0; i < count; i++)
        {
            for (var start = 0; start < bytes.Length; start += step)
            {
                ReadOnlySpan<byte> input = bytes.AsSpan(start, Math.Min(step, bytes.Length - start));
                while (reader.TryRead(ref input, out var frame))
                {
                    decoder.Decode(frame, sink);
                }
            }
        }
    }

    private static void Run(ChatStreamEncoder encoder, PooledBuffer output, int count)
    {
        for (var i = 0; i < count; i++)
        {
            encoder.Encode(new LlmEvent(LlmEventKind.Text) { Text = "Héllo \"x\"\n"u8 }, output);
            encoder.Encode(new LlmEvent(LlmEventKind.Usage), output);
            encoder.Encode(new LlmEvent(LlmEventKind.ToolArguments) { Text = "{\"a\":1}"u8 }, output);
            output.Release();
        }
    }

    private static void Run(SsePatch[] patches, PooledBuffer output, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var frame = new SseFrame { Raw = "data: {\"a\":\"b\"}\n\n"u8, Data = "{\"a\":\"b\"}"u8, DataOffset = 6, HasData = true };
            SsePatcher.Write(output, frame, patches);
            output.Release();
        }
    }

    private sealed class CountingSink : IEventSink
    {
        public int Events { get; private set; }

        public void OnEvent(in LlmEvent e) => Events++;
    }
}
