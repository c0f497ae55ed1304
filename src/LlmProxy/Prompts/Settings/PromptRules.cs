using LlmProxy.Configuration;
using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Reading;
using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Catalogue.Files;
using LlmProxy.Prompts.Experiments.Settings;

namespace LlmProxy.Prompts.Settings;

/// <summary>Checks what a configuration says of prompts against their folder.</summary>
internal static class PromptRules
{
    private const string Section = $"{LlmProxyOptions.Section}:{nameof(LlmProxyOptions.Prompts)}:{nameof(PromptOptions.Live)}";

    /// <summary>The prompts that a configuration may name.</summary>
    /// <param name="options">Its section.</param>
    /// <param name="folder">The configuration's own folder.</param>
    public static PromptNames Names(PromptOptions options, string folder) => new(FolderOf(options, folder));

    /// <summary>The folder of prompts, a full path; what cannot be a path is the default, which <see cref="Check"/> tells.</summary>
    public static string FolderOf(PromptOptions options, string folder) =>
        Path.GetFullPath(IsPath(options.Folder) ? options.Folder : new PromptOptions().Folder, folder);

    /// <summary>Notes a folder that cannot be, and live versions of prompts that are not there.</summary>
    public static void Check(PromptOptions options, PromptNames names, ICollection<ConfigurationError> errors)
    {
        if (!IsPath(options.Folder))
            errors.Add(new($"{LlmProxyOptions.Section}:{nameof(LlmProxyOptions.Prompts)}:{nameof(options.Folder)}", "is no folder's name", "name one, or leave it out"));
        foreach (var (name, version) in options.Live)
        {
            var path = $"{Section}:{name}";
            names.CheckName(name, path, errors);
            if (!PromptId.IsVersion(version))
                errors.Add(new(path, $"is {SafeValue.Show(version)}, which cannot be a version", "name a file of the prompt without its '.md'"));
        }
    }

    /// <summary>Notes versions without a file, and rollouts under an experiment, which gives its callers other versions.</summary>
    public static void Warn(LlmConfigModel model, PromptNames names, ICollection<ConfigurationError> warnings)
    {
        foreach (var (name, version) in model.Proxy.Prompts.Live)
            names.WarnOfVersion(name, version, $"{Section}:{name}", warnings);
        ExperimentReferences.Warn(model.Proxy.Experiments, names, $"{LlmProxyOptions.Section}:{nameof(LlmProxyOptions.Experiments)}", warnings);
        foreach (var (name, rollout) in model.Proxy.Prompts.Rollouts)
        {
            if (rollout.To is not null && model.Proxy.Experiments.OfVersions(name).FirstOrDefault() is { } experiment)
                warnings.Add(new(
                    $"{LlmProxyOptions.Section}:{nameof(LlmProxyOptions.Prompts)}:{nameof(PromptOptions.Rollouts)}:{name}:{nameof(rollout.To)}",
                    $"is {SafeValue.Show(rollout.To)}, but the experiment '{experiment}' says which version its callers get",
                    "end one of both; the rollout gets no request that the experiment concerns"));
        }

        foreach (var route in model.Routes)
        {
            if (route.Prompt is { } prompt && PromptId.TryRead(prompt, out var name, out var version))
                names.WarnOfVersion(name, version, PathOf(route.RouteId), warnings);
        }
    }

    /// <summary>Where a route names its prompt.</summary>
    public static string PathOf(string route) => $"{SectionNames.Routes}:{route}:{SectionNames.Llm}:{nameof(LlmRouteOptions.Prompt)}";

    private static bool IsPath(string folder) => !string.IsNullOrWhiteSpace(folder) && !folder.Contains('\0');
}
