using System.Globalization;
using LlmProxy.Balancing.Settings;

namespace LlmProxy.Benchmarks.Balancing.Simulation;

/// <summary>The verb <c>balancing</c>: one table for each of some kinds of traffic.</summary>
internal static class SimulationCommand
{
    /// <summary>The kinds of traffic, by name.</summary>
    public static IReadOnlyList<(string Name, SimulationSettings Settings)> Traffic { get; } =
    [
        ("60 system prompts, busy", new()),
        ("60 system prompts, small caches", new() { CacheBytes = 600_000 }),
        ("one system prompt, busy", new() { SystemPrompts = 1 }),
        ("one system prompt, idle", new() { SystemPrompts = 1, ConversationsPerSecond = 0.2, Conversations = 1_500, CacheBytes = 600_000 }),
    ];

    /// <summary>Runs every way to choose on the same traffic.</summary>
    public static IReadOnlyList<SimulationResult> Compare(SimulationSettings settings)
    {
        var clock = new SimulatedClock();
        IChooser[] choosers =
        [
            Choosers.Random(settings.Seed),
            Choosers.RoundRobin(),
            Choosers.LeastRequests(),
            Choosers.PlainHashing(1, "hash of the system prompt"),
            Choosers.PlainHashing(2, "hash of the conversation"),
            Choosers.PrefixAffinity("PrefixAffinity", clock, new PrefixAffinityOptions()),
            Choosers.PrefixAffinity("PrefixAffinity, LoadFactor 2", clock, new PrefixAffinityOptions { LoadFactor = 2 }),
        ];
        return [.. choosers.Select(chooser => Simulation.Run(settings, clock, chooser))];
    }

    /// <summary>Prints the tables.</summary>
    /// <param name="arguments">Nothing, or the seed.</param>
    /// <returns>0; 2: the seed is no number.</returns>
    public static int Run(string[] arguments)
    {
        var seed = 1;
        if (arguments.Length > 1 || (arguments.Length == 1 && !int.TryParse(arguments[0], NumberStyles.None, CultureInfo.InvariantCulture, out seed)))
        {
            Console.Error.WriteLine("Usage: dotnet run -c Release --project bench/LlmProxy.Benchmarks -- balancing [seed]");
            return 2;
        }

        foreach (var (name, settings) in Traffic)
        {
            Console.WriteLine($"\n{name}\n\n| policy | hit rate | first token | busiest / mean, under way | busiest / mean, in all | most above 1.25 · mean |\n|---|---|---|---|---|---|");
            foreach (var result in Compare(settings with { Seed = seed }))
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {result.Name} | {result.HitRate:P1} | {result.Prefill:0} ms | {result.MaxToMean:0.00} | {result.RequestsMaxToMean:0.00} | {result.OverBound} |"));
            }
        }

        return 0;
    }
}
