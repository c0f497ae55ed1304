using LlmProxy.Configuration;
using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Routing;

namespace LlmProxy.Prompts.Experiments.Settings;

/// <summary>Checks what experiments say of routes and models, once these are known.</summary>
/// <remarks>Prompts and versions are not known here: they can be made while the gateway runs. An experiment waits for them.</remarks>
internal static class ExperimentReferences
{
    /// <summary>Notes routes that are not there, and models that no route of the experiment serves.</summary>
    /// <param name="experiments">The experiments.</param>
    /// <param name="names">The names of all routes.</param>
    /// <param name="routes">Those that are right.</param>
    /// <param name="path">Where the experiments stand.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static void Check(
        ExperimentSet experiments, IReadOnlyCollection<string> names, IReadOnlyList<LlmRouteModel> routes, string path, ICollection<ConfigurationError> errors)
    {
        foreach (var experiment in experiments.All)
        {
            var at = $"{path}:{experiment.Name}";
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
}
