using LlmProxy.Configuration;
using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Settings;

namespace LlmProxy.Prompts.Catalogue.Building;

/// <summary>Finds the versions that a configuration names, which stay even where their files are removed.</summary>
internal static class PromptPins
{
    /// <summary>Those of routes.</summary>
    public static IReadOnlyList<PromptPin> Of(LlmConfigModel configuration)
    {
        var pins = new List<PromptPin>();
        foreach (var route in configuration.Routes)
        {
            if (route.Prompt is { } prompt && PromptId.TryRead(prompt, out var name, out var version) && version is not null)
                pins.Add(new(PromptRules.PathOf(route.RouteId), new(name, version)));
        }

        return pins;
    }
}
