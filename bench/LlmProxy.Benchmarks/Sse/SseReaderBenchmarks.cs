using BenchmarkDotNet.Attributes;
using LlmProxy.Benchmarks.Protocols.OpenAi;
using LlmProxy.Core.Sse;

namespace LlmProxy.Benchmarks.Sse;

/// <summary>What it costs to cut a stream into frames, beside a search for blank lines alone; for one frame.</summary>
public class SseReaderBenchmarks
{
    private const int Frames = 1000;

    private byte[] _stream = [];

    /// <summary>Characters of text in a frame: one token, or a burst of many.</summary>
    [Params(4, 1024)]
    public int TextBytes { get; set; }

    /// <summary>Makes the stream.</summary>
    [GlobalSetup]
    public void Setup() => _stream = ChatStreamSample.Of(Frames, TextBytes);

    /// <summary>The least that any reader must do.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Frames)]
    public int SearchBlankLines()
    {
        var frames = 0;
        ReadOnlySpan<byte> input = _stream;
        int end;
        while ((end = input.IndexOf("\n\n"u8)) >= 0)
        {
            frames++;
            input = input[(end + 2)..];
        }

        return frames;
    }

    /// <summary>All frames arrive in one piece.</summary>
    [Benchmark(OperationsPerInvoke = Frames)]
    public int ReadWhole() => Read(_stream, _stream.Length);

    /// <summary>Every frame straddles pieces of 100 bytes and is gathered.</summary>
    [Benchmark(OperationsPerInvoke = Frames)]
    public int ReadSplit() => Read(_stream, 100);

    private static int Read(ReadOnlySpan<byte> stream, int pieceBytes)
    {
        using var reader = new SseReader();
        var frames = 0;
        while (!stream.IsEmpty)
        {
            var piece = stream[..Math.Min(pieceBytes, stream.Length)];
            stream = stream[piece.Length..];
            while (reader.TryRead(ref piece, out _))
                frames++;
        }

        return frames;
    }
}
