using System.Collections.Frozen;

namespace LlmProxy.Prompts.Experiments.Gates;

/// <summary>The variants that get no requests any more. Read by each request that is in an experiment, without a lock.</summary>
internal sealed class VariantStops
{
    private volatile FrozenSet<(string Experiment, string Variant)> _stopped = FrozenSet<(string, string)>.Empty;

    /// <summary>Sets those that are stopped.</summary>
    public void Set(IEnumerable<(string Experiment, string Variant)> stopped) => _stopped = stopped.ToFrozenSet();

    /// <summary>Whether nobody is in an experiment, since its control's version was taken back.</summary>
    public bool IsOver(ExperimentModel experiment) => IsStopped(experiment, experiment.Control);

    /// <summary>What answers the callers of a variant: itself, or where it is stopped, the control.</summary>
    public VariantModel Answering(ExperimentModel experiment, VariantModel variant) => IsStopped(experiment, variant) ? experiment.Control : variant;

    private bool IsStopped(ExperimentModel experiment, VariantModel variant) =>
        _stopped is { Count: > 0 } stopped && stopped.Contains((experiment.Name, variant.Name));
}
