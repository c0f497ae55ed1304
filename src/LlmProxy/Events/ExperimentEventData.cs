namespace LlmProxy.Events;

/// <summary>What has happened with a variant of an experiment.</summary>
/// <param name="Experiment">The experiment.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Control">The variant that answers its callers.</param>
/// <param name="Reason">Why, in words that anyone can read.</param>
public readonly record struct ExperimentEventData(string Experiment, string Variant, string Control, string Reason);
