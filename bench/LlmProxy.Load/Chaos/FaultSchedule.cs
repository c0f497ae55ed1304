using System.Globalization;
using System.Text;

namespace LlmProxy.Load.Chaos;

/// <summary>
/// Which target fails when and how, drawn from a seed. At any time one target, the anchor, is healthy. Another becomes
/// the anchor every few seconds, and was healthy for <see cref="Overlap"/> by then: time for a gateway to notice that
/// what failed works again. The others are switched at random, mostly to faults, without any regard for each other.
/// </summary>
internal sealed class FaultSchedule
{
    /// <summary>How long the next anchor is healthy before the last one may fail.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromSeconds(3);

    private const double HealthyShare = 0.15;

    private static readonly TimeSpan ShortestReign = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan LongestReign = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ShortestStay = TimeSpan.FromSeconds(0.3);

    private static readonly TimeSpan LongestStay = TimeSpan.FromSeconds(1.5);

    private FaultSchedule(int seed, IReadOnlyList<FaultSwitch> switches)
    {
        Seed = seed;
        Switches = switches;
    }

    /// <summary>What it was drawn from: the same seed, targets and length give the same schedule.</summary>
    public int Seed { get; }

    /// <summary>All steps in the order of time. Before the first, every target is healthy.</summary>
    public IReadOnlyList<FaultSwitch> Switches { get; }

    /// <summary>Draws a schedule.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="targets">How many targets, from 2.</param>
    /// <param name="length">Steps are before this.</param>
    public static FaultSchedule Draw(int seed, int targets, TimeSpan length)
    {
        var random = new Random(seed);
        var reigns = DrawReigns(random, targets, length);
        // Every kind gets its turn before one comes again, or a short run would know only some of them.
        var deck = new Queue<FaultKind>();
        var next = new TimeSpan[targets];
        var faults = new FaultKind[targets];
        var switches = new List<FaultSwitch>();
        while (true)
        {
            var target = Array.IndexOf(next, next.Min());
            var at = next[target];
            if (at >= length)
                break;

            // Healthy from the start of a reign to its end; a fault that would last into a reign ends with its start.
            if (reigns.FirstOrDefault(reign => reign.Target == target && reign.From <= at && at < reign.To) is { IsSome: true } current)
            {
                Switch(FaultKind.None);
                next[target] = current.To;
                continue;
            }

            if (deck.Count == 0)
                deck = new Queue<FaultKind>(Shuffled(random));
            Switch(random.NextDouble() < HealthyShare ? FaultKind.None : deck.Dequeue());
            next[target] = at + Between(random, ShortestStay, LongestStay);
            if (reigns.FirstOrDefault(reign => reign.Target == target && reign.From > at && reign.From < next[target]) is { IsSome: true } coming)
                next[target] = coming.From;

            void Switch(FaultKind fault)
            {
                if (faults[target] == fault)
                    return;
                faults[target] = fault;
                switches.Add(new FaultSwitch(at, target, fault));
            }
        }

        return new FaultSchedule(seed, switches);
    }

    /// <summary>A line for each target.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"schedule of seed {Seed} (seconds fault):");
        foreach (var target in Switches.GroupBy(step => step.Target).OrderBy(group => group.Key))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n  target {target.Key + 1}:");
            foreach (var step in target)
                text.Append(CultureInfo.InvariantCulture, $" {step.At.TotalSeconds:0.0} {Faults.NameOf(step.Fault)},");
            text.Length--;
        }

        return text.ToString();
    }

    private static List<Reign> DrawReigns(Random random, int targets, TimeSpan length)
    {
        var anchor = random.Next(targets);
        var reigns = new List<Reign>();
        for (var from = TimeSpan.Zero; from < length;)
        {
            var to = from + Overlap + Between(random, ShortestReign, LongestReign);
            reigns.Add(new Reign(anchor, from, to));
            anchor = (anchor + 1 + random.Next(targets - 1)) % targets;
            from = to - Overlap;
        }

        return reigns;
    }

    private static FaultKind[] Shuffled(Random random)
    {
        FaultKind[] kinds = [.. Faults.Bad];
        random.Shuffle(kinds);
        return kinds;
    }

    private static TimeSpan Between(Random random, TimeSpan least, TimeSpan most) => least + ((most - least) * random.NextDouble());

    private readonly record struct Reign(int Target, TimeSpan From, TimeSpan To)
    {
        public bool IsSome => To > From;
    }
}
