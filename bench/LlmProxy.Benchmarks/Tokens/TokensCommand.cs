using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using LlmProxy.Core.Tokens;

namespace LlmProxy.Benchmarks.Tokens;

/// <summary>The verb <c>tokens</c>: our encoder beside the npm package tiktoken, in turns, on the same text.</summary>
internal static class TokensCommand
{
    private const int Pairs = 20;

    /// <summary>Measures and prints a table.</summary>
    /// <param name="arguments">Nothing, or encodings.</param>
    /// <returns>0; 1: the ids differ; 2: an encoding is not known to both.</returns>
    public static int Run(string[] arguments)
    {
        string[] encodings = arguments.Length > 0 ? arguments : [EncodingNames.O200kBase, EncodingNames.Cl100kBase];
        if (encodings.Any(encoding => !Tokenizers.Names.Contains(encoding) || encoding == EncodingNames.O200kHarmony))
        {
            Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/LlmProxy.Benchmarks -- tokens [o200k_base|cl100k_base|p50k_base|r50k_base ...]");
            return 2;
        }

        var root = SampleTexts.Root();
        using var reference = new ReferenceProcess(root);
        PrintLoading();
        Console.WriteLine("| encoding | text | MB | tokens | ours, MB/s | counting only | from a string | tiktoken, MB/s | ratio | quartiles |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        (string, string)[] texts = [("English", SampleTexts.English(root)), ("code", SampleTexts.Code(root)), ("CJK", SampleTexts.Cjk())];
        return encodings.All(encoding => texts.All(text => Compare(reference, encoding, text.Item1, text.Item2))) ? 0 : 1;
    }

    private static bool Compare(ReferenceProcess reference, string encoding, string name, string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var file = Path.GetTempFileName();
        File.WriteAllBytes(file, utf8);
        reference.Load(encoding, file);
        File.Delete(file);
        var tokenizer = Tokenizers.Get(encoding);
        var ids = new ArrayBufferWriter<int>(utf8.Length);
        Func<int> toIds = () => tokenizer.EncodeToIds(utf8, ids);
        Func<int> count = () => tokenizer.CountTokens(utf8);
        Func<int> fromString = () => tokenizer.EncodeToIds(text).Count;
        foreach (var warm in Enumerable.Repeat(new[] { toIds, count, fromString }, 30).SelectMany(all => all))
        {
            ids.Clear();
            warm();
        }

        var pairs = new List<(double Ours, double Counting, double FromString, double Theirs)>();
        for (var pair = 0; pair < Pairs; pair++)
        {
            ids.Clear();
            var ours = Time(toIds);
            var theirs = reference.Run();
            if (theirs.Count != ids.WrittenCount || theirs.Sum != SumOf(ids.WrittenSpan))
            {
                Console.Error.WriteLine($"{encoding}, {name}: the ids are not those of the reference.");
                return false;
            }

            pairs.Add((ours, Time(count), Time(fromString), theirs.Seconds));
        }

        Print(encoding, name, utf8.Length / 1e6, ids.WrittenCount, pairs);
        return true;
    }

    private static void Print(
        string encoding, string name, double megabytes, int tokens, List<(double Ours, double Counting, double FromString, double Theirs)> pairs)
    {
        double[] ratios = [.. pairs.Select(pair => pair.Theirs / pair.Ours).Order()];
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| `{encoding}` | {name} | {megabytes:0.00} | {tokens} | {Speed(pair => pair.Ours):0.0} | {Speed(pair => pair.Counting):0.0} | {Speed(pair => pair.FromString):0.0} | {Speed(pair => pair.Theirs):0.00} | {ratios[ratios.Length / 2]:0.0} × | {ratios[ratios.Length / 4]:0.0} – {ratios[ratios.Length * 3 / 4]:0.0} |"));

        double Speed(Func<(double Ours, double Counting, double FromString, double Theirs), double> seconds) =>
            megabytes / pairs.Select(seconds).Order().ElementAt(pairs.Count / 2);
    }

    private static double Time(Func<int> work)
    {
        GC.Collect();
        var start = Environment.CpuUsage.TotalTime;
        work();
        return (Environment.CpuUsage.TotalTime - start).TotalSeconds;
    }

    private static void PrintLoading()
    {
        foreach (var encoding in Tokenizers.Names)
        {
            var before = GC.GetTotalMemory(forceFullCollection: true);
            var start = Stopwatch.GetTimestamp();
            Tokenizers.Get(encoding);
            var elapsed = Stopwatch.GetElapsedTime(start);
            var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{encoding}: loaded in {elapsed.TotalMilliseconds:0} ms, keeps {kept / 1048576.0:0.0} MiB"));
        }

        Console.WriteLine();
    }

    private static int SumOf(ReadOnlySpan<int> ids)
    {
        var sum = 0;
        foreach (var id in ids)
        {
            sum = unchecked((sum * 31) + id);
        }

        return sum;
    }
}
