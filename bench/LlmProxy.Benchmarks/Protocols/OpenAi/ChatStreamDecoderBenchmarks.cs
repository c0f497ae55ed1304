using BenchmarkDotNet.Attributes;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols.OpenAi;
using LlmProxy.Core.Sse;

namespace LlmProxy.Benchmarks.Protocols.OpenAi;

/// <summary>What it costs to understand a stream, beside merely cutting it into frames; for one frame.</summary>
public class ChatStreamDecoderBenchmarks
{
    private const int Frames = 1000;

    private readonly ChatStreamDecoder _decoder = new();
    private readonly EventCounter _counter = new();
    private byte[] _stream = [];

    /// <summary>Characters of text in a frame: one token, or a burst of many.</summary>
    [Params(4, 1024)]
    public int TextBytes { get; set; }

    /// <summary>Makes the stream.</summary>
    [GlobalSetup]
    public void Setup() => _stream = ChatStreamSample.Of(Frames, TextBytes);

    /// <summary>Frames alone.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Frames)]
    public int CutIntoFrames()
    {
        using var reader = new SseReader();
        var frames = 0;
        ReadOnlySpan<byte> input = _stream;
        while (reader.TryRead(ref input, out _))
            frames++;
        return frames;
    }

    /// <summary>Frames and their events.</summary>
    [Benchmark(OperationsPerInvoke = Frames)]
    public int Decode()
    {
        using var reader = new SseReader();
        ReadOnlySpan<byte> input = _stream;
        while (reader.TryRead(ref input, out var frame))
            _decoder.Decode(frame, _counter);
        return _counter.Events;
    }

    private sealed class EventCounter : IEventSink
    {
        public int Events { get; private set; }

        public void OnEvent(in LlmEvent e) => Events++;
    }
}
