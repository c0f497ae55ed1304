using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails;

namespace LlmProxy.Host.Commands.Production;

/// <summary>What is said to models, and by them, is judged.</summary>
internal static class GuardrailChecks
{
    /// <summary>Requests are judged.</summary>
    public static ChecklistItem Input(ProductionConfiguration configuration) => ChecklistItem.PassUnless(
        "input guardrails",
        Gaps(configuration, route => route.Input, "requests"),
        "every route has one that acts",
        "\"Llm\": { \"Guardrails\": { \"Input\": [ \"injection\", \"pii\" ] } }");

    /// <summary>Answers are judged.</summary>
    public static ChecklistItem Output(ProductionConfiguration configuration) => ChecklistItem.PassUnless(
        "output guardrails",
        Gaps(configuration, route => route.Output, "answers"),
        "every route has one that acts",
        "\"Llm\": { \"Guardrails\": { \"Output\": [ \"secrets\", \"unsafe-code\" ] } }");

    /// <summary>A guard that only looks on keeps nothing from anybody.</summary>
    private static List<string> Gaps(ProductionConfiguration configuration, Func<RouteGuards, IReadOnlyList<Guard>> guards, string what) =>
        [.. configuration.Model.Routes.Where(route => guards(route.Guards).All(guard => guard.Action is GuardAction.Flag or GuardAction.Shadow))
            .Select(route => $"route '{route.RouteId}' lets {what} pass unjudged")];
}
