using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Output;

namespace LlmProxy.Benchmarks.Guardrails;

/// <summary>What guards cost the chunks of a stream, and what they hold back.</summary>
internal sealed class GuardedChunks
{
    private const int ChunkCharacters = 20;
    private const int WarmPasses = 20;
    private const int Runs = 21;

    private readonly RouteGuards _guards;
    private readonly byte[][] _chunks;

    /// <param name="guards">The guards.</param>
    /// <param name="text">Becomes chunks of 20 characters.</param>
    public GuardedChunks(RouteGuards guards, string text)
    {
        _guards = guards;
        _chunks = [.. text.Chunk(ChunkCharacters).Select(chunk => Encoding.UTF8.GetBytes(chunk))];
    }

    /// <summary>Measures.</summary>
    /// <returns>Microseconds and bytes allocated for one chunk, and how much is held back after each, in order.</returns>
    public (double Microseconds, double Bytes, List<int> Held) Measure()
    {
        var guarded = new GuardedExchange(null, _guards);
        using var text = new OutputGuards(guarded, TimeProvider.System).Create(TextKind.Assistant, TextForm.Plain, isRepeat: false)!;
        using var output = new PooledBuffer();
        var held = new List<int>(_chunks.Length);
        for (var pass = 0; pass < WarmPasses; pass++)
            Run(text, output, null);
        var fastest = double.MaxValue;
        for (var run = 0; run < Runs; run++)
        {
            var before = ThreadClock.Microseconds();
            Run(text, output, null);
            fastest = Math.Min(fastest, ThreadClock.Microseconds() - before);
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        Run(text, output, held);
        var bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / _chunks.Length;
        held.Sort();
        return (fastest / _chunks.Length, bytes, held);
    }

    private void Run(GuardedText text, PooledBuffer output, List<int>? held)
    {
        text.Reset();
        foreach (var chunk in _chunks)
        {
            output.Cut(0);
            text.Feed(chunk, output);
            held?.Add(text.HeldBytes);
        }

        output.Cut(0);
        text.Finish(output);
    }
}
