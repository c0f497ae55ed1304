using System.Collections.Frozen;
using System.Globalization;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Routing;
using LlmProxy.Core.Prompts;

namespace LlmProxy.Prompts.Experiments.Settings;

/// <summary>Reads the experiments.</summary>
/// <param name="order">The names under a path in the order of the file, as far as it is known: the framework lists them by the alphabet.</param>
/// <param name="errors">Takes what is wrong.</param>
internal sealed class ExperimentReader(Func<string, IReadOnlyList<string>> order, ICollection<ConfigurationError> errors)
{
    private const string AnyTester = "*";

    /// <summary>Reads those at <paramref name="path"/>; one that is not right is noted and left out.</summary>
    public ExperimentSet Read(IDictionary<string, ExperimentOptions> experiments, string path)
    {
        if (experiments.Count == 0)
            return ExperimentSet.None;
        var models = new List<ExperimentModel>();
        foreach (var (name, options) in InOrder(experiments, path))
        {
            var before = errors.Count;
            var at = $"{path}:{name}";
            CheckName(name, at);
            ExperimentGroupRules.Check(options.Group, $"{at}:{nameof(options.Group)}", errors);
            var shares = Shares(options, at);
            if (errors.Count == before)
                models.Add(Model(name, options, at, shares));
        }

        ExperimentGroupRules.CheckOverlaps(models, path, errors);
        return new ExperimentSet(models);
    }

    private ExperimentModel Model(string name, ExperimentOptions options, string path, ExperimentShares shares)
    {
        var variants = shares.Names.Select((variant, index) => Variant(name, variant, options, path, index == shares.Control)).ToList();
        return new ExperimentModel(variants, shares.Control, new BucketTable(shares.Buckets, shares.Control))
        {
            Name = name,
            Enabled = options.Enabled,
            Prompt = options.Prompt,
            Routes = [.. options.Routes],
            Models = [.. options.Models.Select(pattern => new ModelPattern(pattern))],
            Overrides = Overrides(options, variants, path),
            Testers = options.Testers.Where(tester => tester != AnyTester).ToFrozenSet(StringComparer.Ordinal),
            IsOpenToAll = options.Testers.Contains(AnyTester),
            Gates = options.Gates,
            Group = options.Group.Name,
            GroupFrom = BucketsOf(options.Group.From ?? 0),
            GroupTo = BucketsOf(options.Group.To ?? 100),
        };
    }

    private VariantModel Variant(string experiment, string name, ExperimentOptions options, string path, bool isControl)
    {
        var variant = options.Variants[name];
        var at = $"{path}:{nameof(options.Variants)}:{name}";
        if (variant.Version is { } version && options.Prompt is null)
            errors.Add(new($"{at}:{nameof(variant.Version)}", $"is '{version}', but the experiment names no prompt", $"set {path}:{nameof(options.Prompt)} to the name of the prompt, or leave it out"));
        else if (variant.Version is { } other && !PromptId.IsVersion(other))
            errors.Add(new($"{at}:{nameof(variant.Version)}", $"is {SafeValue.Show(other)}, which no version can be called", "write letters, digits, '_', '-' and '.', such as 'v2'"));
        if (variant.Shadow && isControl)
            errors.Add(new($"{at}:{nameof(variant.Shadow)}", "is true, but the control answers", "make another variant a shadow"));
        return new VariantModel(experiment, name, isControl)
        {
            Version = variant.Version,
            IsShadow = variant.Shadow,
            Settings = variant is { Model: null, Temperature: null, MaxTokens: null }
                ? PromptSettings.None
                : new() { Model = variant.Model, Temperature = variant.Temperature, MaxTokens = variant.MaxTokens },
        };
    }

    private ExperimentShares Shares(ExperimentOptions options, string path)
    {
        var at = $"{path}:{nameof(options.Variants)}";
        string[] names = [.. InOrder(options.Variants, at).Select(pair => pair.Key)];
        if (names.Length is < 2 or > BucketTable.MaxVariants)
            errors.Add(new(at, names.Length == 0 ? "is empty" : $"has {names.Length}", $"an experiment has 2 to {BucketTable.MaxVariants} variants: a control, and what is compared with it"));
        var control = options.Control is { } named ? Array.IndexOf(names, named) : Math.Max(0, Array.FindIndex(names, name => options.Variants[name].Share is null));
        if (control < 0)
            errors.Add(new($"{path}:{nameof(options.Control)}", $"is {SafeValue.Show(options.Control!)}, which is no variant", NameSuggestion.For(options.Control!, names)));
        var sum = 0m;
        foreach (var (index, name) in names.Index())
        {
            CheckName(name, $"{at}:{name}");
            var share = options.Variants[name].Share;
            sum += share ?? 0;
            if (share is null && index != control)
                errors.Add(new($"{at}:{name}:{nameof(VariantOptions.Share)}", "is missing", "say which part of callers gets it, in per cent; only the control can have what is left"));
            if (share is { } set && set * 100 % 1 != 0)
                errors.Add(new($"{at}:{name}:{nameof(VariantOptions.Share)}", $"is {Text(set)}", "it must be a multiple of 0.01"));
        }

        if (sum > 100)
            errors.Add(new(at, $"has shares of {Text(sum)} % together", "they must be 100 % at most"));
        return new(names, [.. names.Select(name => options.Variants[name].Share is { } share ? BucketsOf(share) : (int?)null)], Math.Max(control, 0));
    }

    private FrozenDictionary<string, VariantModel> Overrides(ExperimentOptions options, List<VariantModel> variants, string path)
    {
        var found = new Dictionary<string, VariantModel>(StringComparer.Ordinal);
        foreach (var (who, name) in options.Overrides)
        {
            if (variants.Find(variant => variant.Name == name) is { } variant)
                found[who] = variant;
            else
                errors.Add(new($"{path}:{nameof(options.Overrides)}:{who}", $"is {SafeValue.Show(name)}, which is no variant", NameSuggestion.For(name, variants.Select(variant => variant.Name))));
        }

        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private void CheckName(string name, string path)
    {
        if (!PromptId.IsName(name))
            errors.Add(new(path, "is no name", "write lower-case letters, digits, '_', '-' and '.', at most 64, beginning with a letter or digit"));
    }

    private IEnumerable<KeyValuePair<string, T>> InOrder<T>(IDictionary<string, T> named, string path)
    {
        List<string> names = [.. order(path)];
        // What no file says in order comes behind, as the framework lists it.
        return named.OrderBy(pair => (uint)names.FindIndex(name => name.Equals(pair.Key, StringComparison.OrdinalIgnoreCase)))
            .ThenBy(pair => pair.Key, StringComparer.Ordinal);
    }

    private static int BucketsOf(decimal share) => (int)(share * (Buckets.Count / 100));

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
