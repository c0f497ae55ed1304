using System.Globalization;
using System.Text;
using LlmProxy.Benchmarks.Tokens;
using LlmProxy.Core.Guardrails.Entities;
using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Benchmarks.Guardrails;

/// <summary>The verb <c>patterns</c>: how fast the guardrails' engine reads with the catalogue's patterns, and how much it holds back.</summary>
internal static class PatternsCommand
{
    private const int WarmUps = 60;
    private const int Runs = 41;
    private const int ChunkBytes = 20;

    /// <summary>Measures and prints a table.</summary>
    public static int Run()
    {
        var root = SampleTexts.Root();
        (string Name, byte[] Text)[] texts =
        [
            ("English", Encoding.UTF8.GetBytes(SampleTexts.English(root))),
            ("code", Encoding.UTF8.GetBytes(SampleTexts.Code(root))),
            ("CJK", Encoding.UTF8.GetBytes(SampleTexts.Cjk())),
        ];
        Console.WriteLine("| patterns | text | MB | matches | whole, MB/s | folded too, MB/s | chunk of 20 bytes, µs | held back, bytes: median | p99 | most | allocated per chunk |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|---|");
        Measure("pii", EntityCatalogue.Of(EntityGroup.Pii), texts);
        Measure("secrets", EntityCatalogue.Of(EntityGroup.Secrets), texts);
        Measure("both", [.. EntityCatalogue.Of(EntityGroup.Secrets), .. EntityCatalogue.Of(EntityGroup.Pii)], texts);
        return 0;
    }

    private static void Measure(string name, IReadOnlyList<EntityPattern> patterns, (string Name, byte[] Text)[] texts)
    {
        var before = Environment.CpuUsage.TotalTime;
        var set = PatternSet.Compile([.. patterns.Select(pattern => pattern.Definition)]);
        var compiling = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
        foreach (var (text, bytes) in texts)
            Measure($"{name}: {patterns.Count}", set, text, bytes);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| | {compiling:0} ms to compile; {set.Alphabet.Count} classes; {set.SearchAutomaton.Current.Count} states to search, {set.StartAutomaton.Current.Count} to decide | | | | | | | | | |"));
    }

    private static void Measure(string name, PatternSet set, string text, byte[] bytes)
    {
        using var scanner = set.RentScanner();
        using var folded = new FoldedPatternSet(set, FoldOptions.Usual).RentScanner();
        var matches = set.FindAll(bytes).Count;
        var chunks = (bytes.Length + ChunkBytes - 1) / ChunkBytes;

        // On a busy machine the runtime takes a second to compile the loops for good.
        for (var i = 0; i < WarmUps; i++)
        {
            Whole(scanner, bytes);
            Whole(folded, bytes);
        }

        var whole = Fastest(() => Whole(scanner, bytes));
        var both = Fastest(() => Whole(folded, bytes));
        var chunked = Fastest(() => InChunks(scanner, bytes, null));
        var before = GC.GetAllocatedBytesForCurrentThread();
        InChunks(scanner, bytes, null);
        var allocated = (double)(GC.GetAllocatedBytesForCurrentThread() - before) / chunks;
        List<long> held = [];
        InChunks(scanner, bytes, held);
        held.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | {text} | {bytes.Length / 1e6:0.0} | {matches} | {bytes.Length / whole / 1e6:0} | {bytes.Length / both / 1e6:0} | {chunked / chunks * 1e6:0.00} | {held[held.Count / 2]} | {held[held.Count * 99 / 100]} | {held[^1]} | {allocated:0.##} |"));
    }

    /// <summary>Seconds of CPU time of the fastest run: other work on the machine can only make it longer.</summary>
    private static double Fastest(Action action)
    {
        var fastest = double.MaxValue;
        for (var run = 0; run < Runs; run++)
        {
            var before = Environment.CpuUsage.TotalTime;
            action();
            fastest = Math.Min(fastest, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }

        return fastest;
    }

    private static void Whole(PatternScanner scanner, byte[] text)
    {
        scanner.Reset();
        scanner.Feed(text);
        scanner.Finish();
    }

    private static void Whole(FoldedScanner scanner, byte[] text)
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
