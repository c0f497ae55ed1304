namespace LlmProxy.Benchmarks.Balancing.Simulation;

/// <summary>How one way to choose did.</summary>
/// <param name="Name">The way.</param>
/// <param name="HitRate">The share of all prompts' bytes that the replica had in its cache.</param>
/// <param name="MaxToMean">The busiest replica's requests under way beside the mean, averaged over all moments at which a request came.</param>
/// <param name="RequestsMaxToMean">The requests that the busiest replica got in all, beside the mean.</param>
/// <param name="Prefill">Mean wait for the first token, in milliseconds, at the simulation's speeds.</param>
/// <param name="OverBound">The most requests by which a choice went above <c>⌈1.25 · m / n⌉</c>, or above 4 where that is more.</param>
internal sealed record SimulationResult(
    string Name, double HitRate, double MaxToMean, double RequestsMaxToMean, double Prefill, int OverBound);
