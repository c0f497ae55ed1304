namespace LlmProxy.Core.Guardrails.Leaks;

/// <summary>A word.</summary>
/// <param name="Hash">Its hash.</param>
/// <param name="Characters">How many characters it has.</param>
internal readonly record struct LeakWord(ulong Hash, int Characters);
