namespace LlmProxy.Benchmarks.Tokens;

/// <summary>One encoding of one text.</summary>
/// <param name="Seconds">CPU time of the whole process meanwhile.</param>
/// <param name="Count">How many tokens there are.</param>
/// <param name="Sum">A sum over the ids in their order, the same for the same ids.</param>
internal readonly record struct EncodingRun(double Seconds, int Count, int Sum);
