using LlmProxy.Configuration;

namespace LlmProxy.Host.Commands.Production;

/// <summary>What happens when a provider fails, or a request is too much.</summary>
internal static class ReliabilityChecks
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <summary>Calls are repeated, with growing waits.</summary>
    public static ChecklistItem BackOff(ProductionConfiguration configuration) => ChecklistItem.PassUnless(
        "exponential back-off",
        OfRoutes(configuration, route => route.Failover.Retry.MaxAttempts < 2 || route.Failover.Retry.BaseDelay == TimeSpan.Zero, "does not wait and try again"),
        "every route repeats what failed, with growing waits",
        "\"Llm\": { \"Retry\": { \"MaxAttempts\": 3, \"BaseDelay\": \"00:00:01\" } }");

    /// <summary>Another model or cluster stands in.</summary>
    public static ChecklistItem Fallbacks(ProductionConfiguration configuration) => ChecklistItem.PassUnless(
        "fallback chain",
        [.. configuration.RoutesWithout("Fallbacks").Select(route => $"route '{route}' has none")],
        "every route has one",
        "\"Llm\": { \"Fallbacks\": { \"gpt-4o\": [ \"gpt-4o-mini\" ] } }");

    /// <summary>No request is without end, at either end.</summary>
    public static ChecklistItem TokenLimits(ProductionConfiguration configuration) => ChecklistItem.PassUnless(
        "token limits in and out",
        [
            .. configuration.RoutesWithout("Limits:MaxInputTokens").Select(route => $"route '{route}' takes prompts of any length"),
            .. configuration.RoutesWithout("Limits:MaxOutputTokens").Select(route => $"route '{route}' lets answers be of any length"),
        ],
        "every route has both",
        "\"Llm\": { \"Limits\": { \"MaxInputTokens\": 32000, \"MaxOutputTokens\": 4096 } }");

    /// <summary>Nobody waits for long; 30 s unless something else is set.</summary>
    public static ChecklistItem Timeouts(ProductionConfiguration configuration) => ChecklistItem.PassUnless(
        "time-outs",
        [
            .. OfRoutes(configuration, route => route.Failover.Timeouts.FirstByte > LongestWait || route.Failover.Timeouts.Idle > LongestWait, "waits for more than 5 min"),
            .. configuration.Model.Clusters.Where(cluster => cluster.Timeouts.FirstByte > LongestWait || cluster.Timeouts.Idle > LongestWait)
                .Select(cluster => $"cluster '{cluster.ClusterId}' is waited for more than 5 min"),
        ],
        "every call has them: 30 s without a word, unless something else is set",
        "\"Timeouts\": { \"FirstByte\": \"00:00:30\", \"Idle\": \"00:00:30\" }");

    private static List<string> OfRoutes(ProductionConfiguration configuration, Func<LlmRouteModel, bool> isGap, string gap) =>
        [.. configuration.Model.Routes.Where(isGap).Select(route => $"route '{route.RouteId}' {gap}")];
}
