using System.Diagnostics;
using System.Globalization;
using System.Text;
using LlmProxy.Benchmarks.Tokens;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Benchmarks.Guardrails;

/// <summary>The verb <c>patterns</c>: how fast the guardrails' engine reads, and how much it holds back.</summary>
internal static class PatternsCommand
{
    private const int Runs = 21;
    private const int Repeats = 5;
    private const int ChunkBytes = 20;

    /// <summary>Measures and prints a table.</summary>
    public static int Run()
    {
        var watch = Stopwatch.StartNew();
        var set = PatternSet.Compile(SamplePatterns.All());
        Console.WriteLine($"{set.Patterns.Count} patterns, compiled in {watch.ElapsedMilliseconds} ms");
        Console.WriteLine();
        Console.WriteLine("| text | MB | matches | whole, MB/s | in chunks of 20, µs each | held back, bytes: median | p99 | most | allocated per chunk |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
        var root = SampleTexts.Root();
        Measure(set, "English", SampleTexts.English(root));
        Measure(set, "code", SampleTexts.Code(root));
        Measure(set, "CJK", SampleTexts.Cjk());
        Console.WriteLine();
        Console.WriteLine($"states made: {set.SearchAutomaton.StatesMade} to search, {set.StartAutomaton.StatesMade} to decide; {set.Alphabet.Count} classes");
        return 0;
    }

    private static void Measure(PatternSet set, string name, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var matches = set.FindAll(bytes).Count;
        using var scanner = set.RentScanner();
        var whole = Median(() => Whole(scanner, bytes));
        var chunked = Median(() => InChunks(scanner, bytes, null));
        var before = GC.GetAllocatedBytesForCurrentThread();
        InChunks(scanner, bytes, null);
        var chunks = (bytes.Length + ChunkBytes - 1) / ChunkBytes;
        var allocated = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / chunks;
        List<long> held = [];
        InChunks(scanner, bytes, held);
        held.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {bytes.Length / 1e6:0.0} | {matches} | {bytes.Length / whole / 1e6:0} | {chunked / chunks * 1e6:0.00} | {held[held.Count / 2]} | {held[held.Count * 99 / 100]} | {held[^1]} | {allocated:0.##} |"));
    }

    /// <summary>Seconds of CPU time, which other work on the machine does not change much.</summary>
    private static double Median(Action action)
    {
        List<double> times = [];
        for (var run = 0; run < Runs; run++)
        {
            var before = Environment.CpuUsage.TotalTime;
            for (var i = 0; i < Repeats; i++)
                action();
            times.Add((Environment.CpuUsage.TotalTime - before).TotalSeconds / Repeats);
        }

        times.Sort();
        return times[Runs / 2];
    }

    private static void Whole(PatternScanner scanner, byte[] text)
    {
        scanner.Reset();
        scanner.Feed(text);
        scanner.Finish();
    }

    private static void InChunks(PatternScanner scanner, byte[] text, List<long>? held)
    {
        scanner.Reset();
        for (var i = 0; i < text.Length; i += ChunkBytes)
        {
            scanner.Feed(text.AsSpan(i, Math.Min(ChunkBytes, text.Length - i)));
            held?.Add(scanner.Length - scanner.SafeLength);
        }

        scanner.Finish();
    }
}
