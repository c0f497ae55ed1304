using LlmProxy.Load.Generator;
using LlmProxy.Load.Measure;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Load.Scenarios;

/// <summary>All scenarios by the names that the command line uses.</summary>
internal static class ScenarioCatalog
{
    /// <summary>The name that stands for all scenarios, made small.</summary>
    public const string Quick = "quick";

    private static readonly Goal PlainGoal = new(MaxRatio: 1.15);

    private static readonly Dictionary<string, Func<bool, IScenario[]>> ByName = new()
    {
        ["log"] = _ => [new LogScenario()],
        ["json"] = _ =>
        [
            new RequestScenario("json, 32 connections", JsonExchange.Chat, 32, PlainGoal),
            new RequestScenario("json, 256 connections", JsonExchange.Chat, 256, PlainGoal),
        ],
        ["latency"] = _ => [new RequestScenario("latency, 1 connection", JsonExchange.Chat, 1, null)],
        ["prompt"] = _ => [new RequestScenario("prompt of 100 KB, 32 connections", JsonExchange.LongPrompt, 32, new Goal(MaxRatio: 2.2))],
        ["stream"] = small => [new StreamScenario(small ? 50 : 200, 20)],
        ["idle"] = small => [small ? new IdleScenario(100, 400) : new IdleScenario(1000, 4000)],
        ["many"] = small =>
        [
            small
                ? new ManyScenario(500, new StreamPlan(5, 300), TimeSpan.FromSeconds(0.5))
                : new ManyScenario(5000, new StreamPlan(20, 500), TimeSpan.FromSeconds(3)),
        ],
        ["failover"] = small => [new FailoverScenario(small ? 50 : 200, 20)],
        ["metered"] = small => [new MeteredScenario(small ? 50 : 200, 20)],
        ["chaos"] = small => [new ChaosScenario(small ? 50 : 200)],
        ["mixed"] = _ => [new MixedScenario(100), new MixedScenario(400)],
    };

    /// <summary>Every name that may be asked for.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. ByName.Keys, Quick];

    /// <summary>The scenarios for some names, in the catalog's order.</summary>
    /// <param name="names">Names of <see cref="Names"/>; empty or <see cref="Quick"/>: all.</param>
    public static IReadOnlyList<IScenario> For(IReadOnlyList<string> names)
    {
        var small = names.Contains(Quick);
        var all = small || names.Count == 0;
        return [.. ByName.Where(entry => all || names.Contains(entry.Key)).SelectMany(entry => entry.Value(small))];
    }
}
