namespace LlmProxy.Balancing.Latency;

/// <summary>How long one destination lets callers wait for the first token, in milliseconds.</summary>
/// <remarks>
/// Streamed answers and whole ones are kept apart: a whole answer's first byte comes when its last token is made, and would
/// pass for a slow destination among streams.
/// </remarks>
internal sealed class LatencyState
{
    private DecayingValue _streamed;
    private DecayingValue _whole;

    /// <summary>The estimate; <c>null</c> where nothing was measured.</summary>
    public double? Estimate(bool streamed, long nowMs, double halfLifeMs)
    {
        ref var value = ref Of(streamed);
        return value.IsSet ? value.Read(nowMs, halfLifeMs) : null;
    }

    /// <summary>Notes a measurement.</summary>
    public void Note(bool streamed, double waitedMs, long nowMs, double halfLifeMs) => Of(streamed).Peak(waitedMs, nowMs, halfLifeMs);

    private ref DecayingValue Of(bool streamed) => ref (streamed ? ref _streamed : ref _whole);
}
