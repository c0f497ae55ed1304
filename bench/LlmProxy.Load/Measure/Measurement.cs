namespace LlmProxy.Load.Measure;

/// <summary>One line of the report.</summary>
/// <param name="Scenario">What was run.</param>
/// <param name="Name">What was measured, with its unit.</param>
/// <param name="Baseline">Values of what the gateway is compared with.</param>
/// <param name="Gateway">Values of the gateway.</param>
/// <param name="Ratio">Gateway to baseline, pair by pair; empty where a ratio means nothing.</param>
/// <param name="RatioBound">The median ratio's upper 95 % bound, see <see cref="MedianBound"/>; NaN where there is none.</param>
/// <param name="Goal">What should be reached; null: nothing is promised.</param>
internal sealed record Measurement(
    string Scenario, string Name, Spread Baseline, Spread Gateway, Spread Ratio, double RatioBound, Goal? Goal)
{
    /// <summary>What the baseline is called.</summary>
    public string BaselineName { get; init; } = "bare YARP";

    /// <summary>What the gateway is called; null: as the report calls it.</summary>
    public string? GatewayName { get; init; }

    /// <summary>Compares one value of both sides.</summary>
    public static Measurement Of<T>(
        string scenario, string name, IReadOnlyList<Pair<T>> pairs, Func<T, double> value, Goal? goal = null)
        where T : class
    {
        var ratios = pairs.Select(pair => value(pair.Gateway) / value(pair.Baseline)).ToArray();
        return new Measurement(
            scenario,
            name,
            Spread.Of(pairs.Select(pair => value(pair.Baseline))),
            Spread.Of(pairs.Select(pair => value(pair.Gateway))),
            Spread.Of(ratios),
            MedianBound.Upper(ratios),
            goal);
    }

    /// <summary>Compares what each side adds to a value that was measured without any proxy in the same round.</summary>
    public static Measurement Added<T>(string scenario, string name, IReadOnlyList<Pair<T>> pairs, Func<T, double> value)
        where T : class
    {
        var added = pairs.Select(pair => (
            Baseline: value(pair.Baseline) - value(pair.Direct!),
            Gateway: value(pair.Gateway) - value(pair.Direct!))).ToArray();
        // Noise can make less than nothing of what a proxy adds; a ratio of that would mean nothing.
        var ratios = added.Where(pair => pair is { Baseline: > 0, Gateway: > 0 }).Select(pair => pair.Gateway / pair.Baseline).ToArray();
        return new Measurement(
            scenario,
            name,
            Spread.Of(added.Select(pair => pair.Baseline)),
            Spread.Of(added.Select(pair => pair.Gateway)),
            Spread.Of(ratios),
            MedianBound.Upper(ratios),
            null);
    }

    /// <summary>Shows a count for which a ratio means nothing.</summary>
    public static Measurement Count<T>(
        string scenario, string name, IReadOnlyList<Pair<T>> pairs, Func<T, double> value, Goal? goal = null)
        where T : class =>
        Of(scenario, name, pairs, value, goal) with { Ratio = Spread.Of([]), RatioBound = double.NaN };
}
