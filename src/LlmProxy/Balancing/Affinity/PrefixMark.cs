namespace LlmProxy.Balancing.Affinity;

/// <summary>One prefix of a prompt.</summary>
/// <param name="Hash">The hash of all of it, the model's name included.</param>
/// <param name="Bytes">Its length.</param>
internal readonly record struct PrefixMark(ulong Hash, int Bytes);
