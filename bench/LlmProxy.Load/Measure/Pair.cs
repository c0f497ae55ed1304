namespace LlmProxy.Load.Measure;

/// <summary>What one interleaved round showed.</summary>
/// <typeparam name="T">What one run shows.</typeparam>
/// <param name="Direct">Without any proxy; null where nobody asks for it.</param>
/// <param name="Baseline">Through what the gateway is compared with.</param>
/// <param name="Gateway">Through the gateway.</param>
internal sealed record Pair<T>(T? Direct, T Baseline, T Gateway)
    where T : class;
