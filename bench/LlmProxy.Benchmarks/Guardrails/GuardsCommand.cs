using System.Globalization;
using LlmProxy.Benchmarks.Tokens;
using LlmProxy.Guardrails;

namespace LlmProxy.Benchmarks.Guardrails;

/// <summary>The verb <c>guards</c>: what the built-in guards cost a request and the chunks of an answer, in CPU time of the thread that judges.</summary>
internal static class GuardsCommand
{
    /// <summary>Measures and prints a table.</summary>
    public static int Run()
    {
        var english = SampleTexts.English(SampleTexts.Root());
        Console.WriteLine("| prompt of 2 KB, µs | never seen | p99 | bytes allocated | seen before | again and again |");
        Console.WriteLine("|---|---|---|---|---|---|");
        var guards = GuardSets.Input().Input;
        for (var i = 0; i < guards.Count; i++)
        {
            var number = i;
            WritePrompts(guards[i].Type, () => new([GuardSets.Input().Input[number]], []), english);
        }

        WritePrompts("all of these", GuardSets.Input, english);
        Console.WriteLine();
        Console.WriteLine("| chunk of 20 characters | µs | bytes allocated | held back, bytes: median | p99 | most |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var guard in GuardSets.Output().Output)
            WriteChunks(guard.Type, new([], [guard]), english);
        WriteChunks("all of these", GuardSets.Output(), english);
        return 0;
    }

    private static void WritePrompts(string name, Func<RouteGuards> guards, string text)
    {
        var (fresh, p99, bytes, known, repeated) = new GuardedPrompts(guards, text).Measure();
        Write($"| {name} | {fresh:0.0} | {p99:0.0} | {bytes:0} | {known:0.0} | {repeated:0.0} |");
    }

    private static void WriteChunks(string name, RouteGuards guards, string text)
    {
        var (microseconds, bytes, held) = new GuardedChunks(guards, text).Measure();
        Write($"| {name} | {microseconds:0.00} | {bytes:0.##} | {held[held.Count / 2]} | {held[held.Count * 99 / 100]} | {held[^1]} |");
    }

    private static void Write(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
