namespace LlmProxy.Prompts.Experiments.Settings;

/// <summary>The variants of an experiment, in order.</summary>
/// <param name="Names">Their names.</param>
/// <param name="Buckets">Their shares in buckets; <c>null</c>: what is left.</param>
/// <param name="Control">Which of them is the control.</param>
internal readonly record struct ExperimentShares(string[] Names, int?[] Buckets, int Control);
