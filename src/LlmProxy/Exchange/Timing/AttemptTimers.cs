using System.Collections.Concurrent;
using LlmProxy.Health.Shutdown;

namespace LlmProxy.Exchange.Timing;

/// <summary>Timers of attempts, used again so that an attempt allocates neither timer nor token source.</summary>
internal sealed class AttemptTimers(TimeProvider clock, ShutdownState? shutdown = null)
{
    /// <summary>Most timers that wait for use, a few hundred bytes each; above it they are let go.</summary>
    private const int MaxKept = 1024;

    private readonly ConcurrentQueue<AttemptTimer> _kept = new();
    private int _count;

    /// <summary>Starts the time of <paramref name="attempt"/>.</summary>
    public AttemptTimer Start(LlmAttempt attempt, CancellationToken outer)
    {
        if (_kept.TryDequeue(out var timer))
            Interlocked.Decrement(ref _count);
        else
            timer = new AttemptTimer(this, clock);
        attempt.Timer = timer;
        timer.Start(attempt.Timeouts, attempt.Exchange.Arrived, attempt.Exchange.Stream, outer, shutdown?.DrainOver ?? CancellationToken.None);
        return timer;
    }

    /// <summary>Keeps a timer for another attempt; <c>false</c> where there are enough.</summary>
    public bool TryReturn(AttemptTimer timer)
    {
        if (Interlocked.Increment(ref _count) > MaxKept)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _kept.Enqueue(timer);
        return true;
    }
}
