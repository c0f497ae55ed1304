using System.Diagnostics;
using System.Globalization;
using LlmProxy.Load.Chaos;
using LlmProxy.Load.Generator;
using LlmProxy.Load.Processes;
using LlmProxy.Load.Report;

namespace LlmProxy.Load.Scenarios;

/// <summary>
/// Three targets whose faults are switched at random under load, at any time at least one of them healthy. Nearly every request must get its
/// whole answer; none may get half of one as if it were whole; and nothing may be held afterwards.
/// </summary>
/// <param name="clients">How many at once; half of them use the chain, half the pool.</param>
internal sealed class ChaosScenario(int clients) : IScenario
{
    private const int Targets = 3;

    private const double LeastSuccessPercent = 99.9;

    /// <inheritdoc/>
    public string Name => "chaos";

    /// <inheritdoc/>
    public async Task RunAsync(Session session, LoadReport report)
    {
        var length = session.Options.ChaosLength;
        var schedule = FaultSchedule.Draw(session.Options.Seed ?? Random.Shared.Next(), Targets, length);
        var ledger = new ChaosLedger();
        var tally = new ChaosTally();
        using var targets = new TargetGroup(ledger, Targets);
        await using var gateway = await session.Launcher.StartGatewayAsync(
            "gateway in chaos", ChaosConfiguration.For(targets.Addresses), null, new LiveExchange(), session.Stop);

        session.Progress.Show($"{Name}: warming up");
        await LoadAsync(gateway.Target, ledger, targets.All, new ChaosTally(), schedule.Seed, TimeSpan.FromSeconds(2), session.Stop);
        session.Progress.Show($"{Name}: {length.TotalSeconds:0.#} s of seed {schedule.Seed}");
        var switching = targets.PlayAsync(schedule, session.Stop);
        await LoadAsync(gateway.Target, ledger, targets.All, tally, schedule.Seed, length, session.Stop);
        await switching;
        targets.Heal();
        session.Progress.Show($"{Name}: looking at what is left");
        var conditions = Conditions(tally).Concat(await new Aftermath(gateway, ledger, targets.All).CheckAsync(session.Stop)).ToArray();

        report.AddText(string.Join('\n', [
            string.Create(CultureInfo.InvariantCulture, $"chaos: {clients} clients, {length.TotalSeconds:0.#} s, {Targets} targets, {schedule.Switches.Count} switches"),
            ChaosConfiguration.Summary,
            schedule.ToString(),
            "",
            ChaosReport.Table(tally),
            "A request that met several faults stands in several rows; 'refuse' counts those that began while a port was closed.",
            string.Create(CultureInfo.InvariantCulture, $"Answered whole by more than one target: {tally.ServedTwice}. Longest wait of a client: {tally.Longest.TotalSeconds:0.0} s."),
            .. tally.Examples.Select(example => $"  {example}"),
            "",
            .. conditions.Select(condition => condition.ToString()),
        ]));
        foreach (var broken in conditions.Where(condition => !condition.Holds))
            report.AddFailure($"{Name}, seed {schedule.Seed}: {broken.What}: {broken.Seen}");
    }

    private static IEnumerable<Condition> Conditions(ChaosTally tally)
    {
        yield return new Condition(
            $"at least {LeastSuccessPercent.ToString(CultureInfo.InvariantCulture)} % whole without late faults",
            tally.Early.SuccessPercent >= LeastSuccessPercent,
            string.Create(CultureInfo.InvariantCulture, $"{tally.Early.SuccessPercent:0.000} % of {tally.Early.Requests}"));
        var wrong = tally.Early.Wrong + tally.Late.Wrong;
        yield return new Condition(
            "no answer torn, doubled, mixed or falsely ended", wrong == 0, wrong.ToString(CultureInfo.InvariantCulture));
    }

    private async Task LoadAsync(
        Target gateway, ChaosLedger ledger, IReadOnlyList<ChaosTarget> targets, ChaosTally tally, int seed, TimeSpan length, CancellationToken stop)
    {
        var deadline = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, clients).Select(number => Task.Run(
            async () =>
            {
                var model = number % 2 == 0 ? ChaosConfiguration.Chain : ChaosConfiguration.Pool;
                using var client = new ChaosClient(gateway, model, ledger, targets, tally, new Random(unchecked(seed + number)));
                await client.RunAsync(deadline, stop);
            },
            stop)));
    }
}
