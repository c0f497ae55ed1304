using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Requests;
using LlmProxy.Exchange;
using LlmProxy.Guardrails.Coverage;
using Microsoft.AspNetCore.Http.Features;

namespace LlmProxy.Guardrails.Input;

/// <summary>Tells what of one request, or of its answer, no guard can see.</summary>
internal static class UnseenContent
{
    /// <summary>Whether the request's body is none that guards read: a form, a file, what a WebSocket brings.</summary>
    public static bool HidesRequest(LlmExchange exchange) =>
        exchange.Request is null && (exchange.Body is not null || exchange.StreamsBody || Upgrades(exchange));

    /// <summary>Whether the answer is none that guards read.</summary>
    public static bool HidesAnswer(LlmExchange exchange) => Upgrades(exchange) || !GuardCoverage.SeesAnswer(exchange.Path.Endpoint);

    /// <summary>Notes for each guard that bodies of this request pass it unseen, or that it has nothing to go by for the answer.</summary>
    public static void NoteBodies(LlmExchange exchange, GuardedExchange guarded)
    {
        if (guarded.Guards.Input.Count > 0 && HidesRequest(exchange))
            Note(guarded, GuardDirection.Input, TextKind.All, UnreadContent.Body);
        if (guarded.Guards.Output.Count > 0 && HidesAnswer(exchange))
            Note(guarded, GuardDirection.Output, TextKind.All, UnreadContent.Body);
        foreach (var guard in guarded.Guards.Output)
        {
            // Where the answer hides as a whole, that says more.
            if (guard.IsIdle(exchange) && guarded.RunOf(guard, GuardDirection.Output) is { Unseen: UnreadContent.None } run)
                run.Miss(UnreadContent.Past);
        }
    }

    /// <summary>Notes for each guard of what users say that some of it stands in the request's JSON in a form that it cannot read.</summary>
    public static void NoteParts(GuardedExchange guarded, UnreadContent content)
    {
        if (content != UnreadContent.None)
            Note(guarded, GuardDirection.Input, TextKind.User, content);
    }

    private static void Note(GuardedExchange guarded, GuardDirection direction, TextKind kinds, UnreadContent content)
    {
        foreach (var guard in direction == GuardDirection.Input ? guarded.Guards.Input : guarded.Guards.Output)
        {
            if ((guard.Kinds & kinds) != 0)
                guarded.RunOf(guard, direction).Miss(content);
        }
    }

    private static bool Upgrades(LlmExchange exchange) =>
        exchange.Context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } || exchange.Context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };
}
