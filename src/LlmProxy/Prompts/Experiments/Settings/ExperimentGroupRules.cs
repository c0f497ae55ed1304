using System.Globalization;
using LlmProxy.Configuration;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Experiments.Settings;

/// <summary>Checks the places of experiments in their groups.</summary>
internal static class ExperimentGroupRules
{
    /// <summary>Notes what is wrong with one place.</summary>
    public static void Check(ExperimentGroupOptions group, string path, ICollection<ConfigurationError> errors)
    {
        if (group.Name is null)
        {
            if (group.From is not null || group.To is not null)
                errors.Add(new($"{path}:{nameof(group.Name)}", "is missing", "name the group whose callers are divided, or leave out the place in it"));
            return;
        }

        if (!PromptId.IsName(group.Name))
            errors.Add(new($"{path}:{nameof(group.Name)}", "is no name", "write lower-case letters, digits, '_', '-' and '.', at most 64, beginning with a letter or digit"));
        var (from, to) = (group.From ?? 0, group.To ?? 100);
        if (from >= to)
            errors.Add(new($"{path}:{nameof(group.To)}", $"is {Text(to)}, so that nobody has a place", $"it must be more than {nameof(group.From)}, {Text(from)}"));
        foreach (var (name, value) in new[] { (nameof(group.From), from), (nameof(group.To), to) })
        {
            if (value * 100 % 1 != 0)
                errors.Add(new($"{path}:{name}", $"is {Text(value)}", "it must be a multiple of 0.01"));
        }
    }

    /// <summary>Notes places of one group that overlap.</summary>
    public static void CheckOverlaps(IReadOnlyList<ExperimentModel> experiments, string path, ICollection<ConfigurationError> errors)
    {
        for (var i = 0; i < experiments.Count; i++)
        {
            var later = experiments[i];
            var earlier = experiments.Take(i).FirstOrDefault(other =>
                later.Group is not null && other.Group == later.Group && other.GroupFrom < later.GroupTo && later.GroupFrom < other.GroupTo);
            if (earlier is not null)
                errors.Add(new(
                    $"{path}:{later.Name}:{nameof(ExperimentOptions.Group)}", $"overlaps with that of '{earlier.Name}', which goes from {PerCent(earlier.GroupFrom)} to {PerCent(earlier.GroupTo)}",
                    $"give each experiment of group '{later.Group}' a place of its own between 0 and 100"));
        }
    }

    private static string PerCent(int buckets) => Text(buckets / (Buckets.Count / 100m));

    private static string Text(decimal number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
