using System.Collections.Frozen;
using LlmProxy.Configuration;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Catalogue.Building;

/// <summary>Makes one picture of all prompts from files, what was made, what was served and what was decided.</summary>
internal static class PromptSnapshotBuilder
{
    /// <summary>Makes it.</summary>
    /// <param name="sources">What there is.</param>
    /// <param name="first">Takes the versions that prompts begin with, which are to be remembered: a later file must not become live by its name alone.</param>
    public static PromptSnapshot Build(PromptSources sources, Action<string, string> first)
    {
        var errors = new List<ConfigurationError>(sources.Files.Errors);
        var versions = new VersionBuilder(sources, errors).Build();
        CheckPins(sources.Pins, versions, errors);
        var pinned = sources.Pins.Select(pin => pin.Id).ToHashSet();
        var prompts = new Dictionary<string, PromptAsset>(StringComparer.Ordinal);
        var used = new Dictionary<PromptId, PromptVersion>();
        foreach (var prompt in versions.GroupBy(version => version.Key.Name, pair => pair.Value))
        {
            var all = prompt.OrderBy(version => version.Template.Id.Version, VersionOrder.Instance).ToList();
            var decision = sources.Archive.Decision(prompt.Key);
            var live = Live(sources, prompt.Key, all, decision, errors);
            if (decision.First is null || all.All(version => version.Template.Id.Version != decision.First))
                first(prompt.Key, live.Template.Id.Version);
            var candidate = Candidate(all, decision, errors);
            var needed = all.FindAll(version => version.Origin != PromptOrigin.FileRemoved || version == live || version == candidate
                || version.Template.Id.Version == decision.Previous || pinned.Contains(version.Template.Id));
            foreach (var version in needed)
                used[version.Template.Id] = version;
            prompts[prompt.Key] = new PromptAsset
            {
                Name = prompt.Key,
                Versions = [.. needed.Select(version => version.Template)],
                Live = live.Template,
                Candidate = candidate?.Template,
                CandidateShare = candidate is null ? 0 : decision.CandidateShare,
            };
        }

        return new PromptSnapshot
        {
            Prompts = prompts.ToFrozenDictionary(StringComparer.Ordinal),
            Versions = used.ToFrozenDictionary(),
            Errors = errors,
        };
    }

    private static PromptVersion Live(
        PromptSources sources, string name, List<PromptVersion> all, PromptDecision decision, List<ConfigurationError> errors)
    {
        // What nobody made live and nobody deleted: the first that was seen, else the lowest.
        var present = all.Find(version => version.Template.Id.Version == decision.First)
            ?? all.Find(version => version.Origin != PromptOrigin.FileRemoved) ?? all[0];
        if (sources.Live.GetValueOrDefault(name) is { } configured)
        {
            var path = $"{LlmProxyOptions.Section}:{nameof(LlmProxyOptions.Prompts)}:Live:{name}";
            present = Named(all, configured, path, $"is '{configured}', which {name} does not have", present, errors);
        }

        return decision.Live is { } decided
            ? Named(all, decided, new PromptId(name, decided).ToString(), "was made live over the admin API, and is not there", present, errors)
            : present;
    }

    private static PromptVersion Named(
        List<PromptVersion> all, string version, string path, string problem, PromptVersion otherwise, List<ConfigurationError> errors)
    {
        if (all.Find(one => one.Template.Id.Version == version) is { } found)
            return found;
        errors.Add(new(path, $"{problem}; requests get {otherwise.Template.Id.Version}", "put it back, or make another version live"));
        return otherwise;
    }

    private static PromptVersion? Candidate(List<PromptVersion> all, PromptDecision decision, List<ConfigurationError> errors)
    {
        if (decision.Candidate is not { } candidate)
            return null;
        var found = all.Find(version => version.Template.Id.Version == candidate);
        if (found is null)
            errors.Add(new(new PromptId(all[0].Template.Id.Name, candidate).ToString(), "is being rolled out, and is not there", "put it back, or make another version live"));
        return found;
    }

    private static void CheckPins(IReadOnlyList<PromptPin> pins, Dictionary<PromptId, PromptVersion> versions, List<ConfigurationError> errors)
    {
        foreach (var pin in pins)
        {
            if (!versions.ContainsKey(pin.Id))
                errors.Add(new(pin.Path, $"names {pin.Id}, which is not there", "name a version that is, or put it there"));
        }
    }
}
