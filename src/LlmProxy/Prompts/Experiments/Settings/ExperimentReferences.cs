using LlmProxy.Configuration;
using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Routing;
using LlmProxy.Prompts.Catalogue.Files;

namespace LlmProxy.Prompts.Experiments.Settings;

/// <summary>Checks what experiments say of routes and models, once these are known.</summary>
/// <remarks>A prompt that is named must have a file. Versions can be made while the gateway runs, so that one without a file is a warning, and an experiment waits for it.</remarks>
internal static class ExperimentReferences
{
    /// <summary>Notes routes that are not there, and models that no route of the experiment serves.</summary>
    /// <param name="experiments">The experiments.</param>
    /// <param name="names">The names of all routes.</param>
    /// <param name="routes">Those that are right.</param>
    /// <param name="prompts">The prompts that have files.</param>
    /// <param name="path">Where the experiments stand.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static void Check(
        ExperimentSet experiments, IReadOnlyCollection<string> names, IReadOnlyList<LlmRouteModel> routes, PromptNames prompts, string path,
        ICollection<ConfigurationError> errors)
    {
        foreach (var experiment in experiments.All)
        {
            var at = $"{path}:{experiment.Name}";
            if (experiment.Prompt is { } prompt)
                prompts.CheckName(prompt, $"{at}:{nameof(ExperimentOptions.Prompt)}", errors);
            foreach (var (index, route) in experiment.Routes.Index())
            {
                if (!names.Contains(route, StringComparer.OrdinalIgnoreCase))
                    errors.Add(new($"{at}:{nameof(ExperimentOptions.Routes)}:{index}", $"is {SafeValue.Show(route)}, which is no route", NameSuggestion.For(route, names)));
            }

            List<LlmRouteModel> own = [.. routes.Where(route => experiment.Routes.Count == 0 || experiment.Routes.Contains(route.RouteId, StringComparer.OrdinalIgnoreCase))];
            foreach (var variant in experiment.Variants)
            {
                if (variant.Settings.Model is { } model && own.Count > 0 && own.TrueForAll(route => route.Router.Pick(model).Reason == ModelPickReason.UnknownModel))
                    errors.Add(new(
                        $"{at}:{nameof(ExperimentOptions.Variants)}:{variant.Name}:{nameof(VariantOptions.Model)}", $"is {SafeValue.Show(model)}, which no cluster of its routes serves",
                        NameSuggestion.For(model, own.SelectMany(route => route.Router.Served).Distinct(StringComparer.Ordinal))));
            }
        }
    }

    /// <summary>Notes versions without a file.</summary>
    public static void Warn(ExperimentSet experiments, PromptNames prompts, string path, ICollection<ConfigurationError> warnings)
    {
        foreach (var experiment in experiments.All)
        {
            foreach (var variant in experiment.Variants)
            {
                if (experiment.Prompt is { } prompt)
                    prompts.WarnOfVersion(prompt, variant.Version, $"{path}:{experiment.Name}:{nameof(ExperimentOptions.Variants)}:{variant.Name}:{nameof(VariantOptions.Version)}", warnings);
            }
        }
    }
}
