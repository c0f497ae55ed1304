using LlmProxy.Configuration.Reading;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Settings;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Validation;

/// <summary>Finds what lets texts pass guards unjudged by the operator's own wish.</summary>
internal static class GuardWarnings
{
    /// <summary>Notes each guard on answers whose time to hold text is bounded, once, with its routes.</summary>
    public static void Check(IConfiguration root, LlmConfigReading reading, ICollection<ConfigurationError> warnings)
    {
        var routes = root.GetSection(SectionNames.Routes).GetChildren().Select(section => reading.Route(section.Key)?.Model).OfType<LlmRouteModel>();
        var released = routes.SelectMany(static route => route.Guards.Output.OfType<SpanGuard>().Where(static guard => guard.Release is not null), static (route, guard) => (route, guard));
        foreach (var guard in released.GroupBy(static one => one.guard, static one => one.route.RouteId))
        {
            warnings.Add(new(
                $"{LlmProxyOptions.Section}:{nameof(LlmProxyOptions.Guardrails)}:{guard.Key.Name}:{nameof(GuardrailOptions.Release)}",
                FormattableString.Invariant($"lets text of streamed answers go out unjudged once it was held back for {guard.Key.Release!.Value.TotalSeconds:0.###} s, on {string.Join(", ", guard)}"),
                "remove it where nothing may pass the guard unseen"));
        }
    }
}
