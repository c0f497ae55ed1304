namespace LlmProxy.Prompts.Experiments;

/// <summary>All experiments, in the order of the configuration: where two vary the same thing, the first has the request. Immutable.</summary>
internal sealed class ExperimentSet
{
    /// <summary>No experiments.</summary>
    public static ExperimentSet None { get; } = new([]);

    /// <param name="all">The experiments.</param>
    public ExperimentSet(IReadOnlyList<ExperimentModel> all)
    {
        All = all;
        Enabled = [.. all.Where(experiment => experiment.Enabled)];
        ConcernsPromptless = Enabled.Any(experiment => experiment.Prompt is null);
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<ExperimentModel> All { get; }

    /// <summary>Those that run.</summary>
    public ExperimentModel[] Enabled { get; }

    /// <summary>Whether a request without a prompt can be in one.</summary>
    public bool ConcernsPromptless { get; }

    /// <summary>The names of those that run and say which version of a prompt its callers get: a rollout has the requests alone that they do not concern.</summary>
    public IEnumerable<string> OfVersions(string prompt) =>
        Enabled.Where(experiment => experiment.Prompt == prompt && experiment.Varies.HasFlag(VariedThings.Version)).Select(experiment => experiment.Name);

    /// <summary>The one of a name, or <c>null</c>.</summary>
    public ExperimentModel? Find(string name) => All.FirstOrDefault(experiment => experiment.Name == name);
}
