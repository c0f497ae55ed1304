using System.Runtime.CompilerServices;
using LlmProxy.Exchange;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Balancing.Latency;

/// <summary>What was measured of the destinations that <see cref="LeastLatencyPolicy"/> chooses among, and of no others.</summary>
/// <remarks>Destinations are held weakly: one that the configuration drops is forgotten.</remarks>
internal sealed class LatencyBoard(TimeProvider clock)
{
    private readonly ConditionalWeakTable<DestinationState, LatencyState> _states = [];
    private volatile bool _isUsed;

    /// <summary>The clock's reading, in milliseconds.</summary>
    public long NowMs => (long)clock.GetElapsedTime(0).TotalMilliseconds;

    /// <summary>The state of a destination; from here on it is measured.</summary>
    public LatencyState Of(DestinationState destination)
    {
        if (_states.TryGetValue(destination, out var state))
            return state;
        _isUsed = true;
        return _states.GetOrCreateValue(destination);
    }

    /// <summary>
    /// Notes how long the first token took, or the headers of an answer that is not streamed; nothing while that is not known,
    /// or where it was noted before.
    /// </summary>
    public void NoteAnswer(LlmAttempt attempt)
    {
        if (_isUsed && FirstSign(attempt) is > 0 and var at)
            Note(attempt, clock.GetElapsedTime(attempt.SentAt, at));
    }

    /// <summary>Notes an attempt that failed by its destination's fault: a fast failure is no fast answer.</summary>
    public void NoteFailure(LlmAttempt attempt)
    {
        if (!_isUsed)
            return;
        var waited = attempt.SentAt == 0 ? TimeSpan.Zero : clock.GetElapsedTime(attempt.SentAt);
        var penalty = attempt.Cluster.LeastLatency.FailurePenalty;
        Note(attempt, waited > penalty ? waited : penalty);
    }

    private static long FirstSign(LlmAttempt attempt)
    {
        var answer = attempt.Answer;
        if (answer.FirstTokenAt != 0)
            return answer.FirstTokenAt;
        return attempt.Exchange.Stream ? 0 : attempt.HeadersAt;
    }

    private void Note(LlmAttempt attempt, TimeSpan waited)
    {
        if (attempt.IsMeasured || attempt.Destination is not { } destination || !_states.TryGetValue(destination, out var state))
            return;
        attempt.IsMeasured = true;
        state.Note(attempt.Exchange.Stream, waited.TotalMilliseconds, NowMs, attempt.Cluster.LeastLatency.HalfLife.TotalMilliseconds);
    }
}
