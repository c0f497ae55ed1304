using LlmProxy.Load.Generator;
using LlmProxy.Load.Measure;
using LlmProxy.Load.Processes;
using LlmProxy.Load.Report;

namespace LlmProxy.Load.Scenarios;

/// <summary>Runs one load against both sides in turn; what most scenarios consist of.</summary>
/// <param name="session">Tells when to stop, and is told how far it is.</param>
/// <param name="sides">The processes; with <see cref="Sides.Direct"/> each pair has a third run of the same load, without a proxy.</param>
/// <param name="shape">The load.</param>
/// <param name="allocations">Which sides are to tell what they allocate.</param>
/// <param name="afterwork">For how long after each slice a side's CPU time still counts: what it does behind its requests is theirs.</param>
internal sealed class PairedLoad(Session session, Sides sides, LoadShape shape, Allocations allocations = Allocations.OfNone, TimeSpan afterwork = default)
{
    /// <summary>Warms both sides up with the load itself, then runs the pairs.</summary>
    /// <param name="name">The scenario's name.</param>
    /// <param name="count">How many pairs.</param>
    /// <param name="report">Told about exchanges that failed.</param>
    public async Task<IReadOnlyList<Pair<RunResult>>> RunAsync(string name, int count, LoadReport report)
    {
        session.Progress.Show($"{name}: warming up");
        await RunPairAsync(reversed: false);

        var pairs = new List<Pair<RunResult>>(count);
        for (var number = 1; number <= count; number++)
        {
            session.Progress.Show($"{name}: pair {number} of {count}");
            pairs.Add(await RunPairAsync(reversed: number % 2 == 0));
        }

        report.AddFailures(name, sides.Baseline.Name, pairs.Select(pair => pair.Baseline.Tally));
        report.AddFailures(name, sides.Gateway.Name, pairs.Select(pair => pair.Gateway.Tally));
        return pairs;
    }

    private async Task<Pair<RunResult>> RunPairAsync(bool reversed)
    {
        using var baseline = NewRun(sides.Baseline, allocations == Allocations.OfBoth);
        using var gateway = NewRun(sides.Gateway, allocations != Allocations.OfNone);
        using var direct = sides.Direct is { } provider ? NewRun(provider, readAllocations: false) : null;
        LoadRun[] order = direct is null ? [baseline, gateway] : [direct, baseline, gateway];
        if (reversed)
            Array.Reverse(order);

        for (var slice = 1; slice <= shape.Slices; slice++)
        {
            foreach (var run in order)
            {
                await run.RunSliceAsync();
                // Thousands of connections of the one side would else stay open while the other is measured.
                if (slice == shape.Slices)
                    run.Dispose();
            }

            Array.Reverse(order);
        }

        return new Pair<RunResult>(direct?.Result, baseline.Result, gateway.Result);
    }

    private LoadRun NewRun(Target target, bool readAllocations) => new(target, shape, readAllocations, afterwork, session.Stop);
}
