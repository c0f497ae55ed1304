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

    /// <summary>The one of a name, or <c>null</c>.</summary>
    public ExperimentModel? Find(string name) => All.FirstOrDefault(experiment => experiment.Name == name);
}
