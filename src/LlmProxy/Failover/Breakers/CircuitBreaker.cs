using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Settings;

namespace LlmProxy.Failover.Breakers;

/// <summary>Decides whether a destination is tried, from how its attempts end.</summary>
/// <remarks>
/// <list type="number">
/// <item>Closed: all pass. Failures in a row, or their share within the window, open it.</item>
/// <item>Open: none pass until its wait is over; the wait doubles each time until the circuit has closed again.</item>
/// <item>Half open: one at a time passes as a probe. As many as are asked for must be answered; one that fails opens it again.</item>
/// <item>Ramping: the share that passes grows evenly from a tenth to all; one failure opens it again.</item>
/// </list>
/// An attempt that began before the circuit last opened tells nothing any more. While closed, an attempt takes no lock: one
/// interlocked addition when it has succeeded. Settings come with each call, so that those of a reload hold at once.
/// </remarks>
/// <param name="clock">Tells the time.</param>
/// <param name="changed">Is told each change, once and in order, while the circuit is locked: it must be quick.</param>
internal sealed class CircuitBreaker(TimeProvider clock, Action<CircuitChange>? changed = null)
{
    private const double FirstShare = 0.1;

    /// <summary>What is told to wait while a probe is under way, whose end nobody knows.</summary>
    private static readonly TimeSpan ProbeWait = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly AttemptWindow _window = new(clock);
    private volatile CircuitState _state;
    private int _openings;
    private int _failuresInRow;
    private int _failedTries;
    private int _answeredProbes;
    private bool _isProbing;
    private long _openUntil;
    private long _rampSince;

    /// <summary>Whether everything passes.</summary>
    public bool IsClosed => _state == CircuitState.Closed;

    /// <summary>What is shown of it.</summary>
    public CircuitStatus Status(BreakerOptions options)
    {
        if (IsClosed)
            return default;
        lock (_lock)
        {
            return _state switch
            {
                CircuitState.Open when clock.Left(_openUntil) is var left && left > TimeSpan.Zero => new(CircuitState.Open, left),
                CircuitState.Open => new(CircuitState.HalfOpen, null),
                CircuitState.HalfOpen => new(CircuitState.HalfOpen, _isProbing ? ProbeWait : null),
                CircuitState.Ramping when Share(options) >= 1 => default,
                var state => new(state, null),
            };
        }
    }

    /// <summary>The share of traffic that should pass, from 0 to 1; while half open, whatever is taken for a probe.</summary>
    public double Share(BreakerOptions options) => _state switch
    {
        CircuitState.Ramping when options.RampUp > TimeSpan.Zero =>
            Math.Min(1, FirstShare + ((1 - FirstShare) * (clock.GetElapsedTime(Volatile.Read(ref _rampSince)) / options.RampUp))),
        CircuitState.Open => 0,
        _ => 1,
    };

    /// <summary>Begins an attempt.</summary>
    /// <param name="options">The settings that hold now.</param>
    /// <param name="opening">To be given back when it ends.</param>
    /// <returns>Whether it may be made.</returns>
    public bool TryEnter(BreakerOptions options, out int opening)
    {
        // In this order: an attempt that is let in while the circuit opens counts as one from before.
        opening = Volatile.Read(ref _openings);
        if (IsClosed)
            return true;
        lock (_lock)
        {
            opening = _openings;
            return TryEnterLocked(options);
        }
    }

    /// <summary>Ends an attempt that was let in.</summary>
    public void Leave(BreakerOptions options, int opening, BreakerSignal signal)
    {
        if (IsClosed && signal != BreakerSignal.Failure)
        {
            if (signal == BreakerSignal.Success && opening == Volatile.Read(ref _openings))
                CountSuccess(options);
            return;
        }

        lock (_lock)
        {
            if (opening == _openings)
                LeaveLocked(options, signal);
        }
    }

    /// <summary>An attempt that had ended as a success has broken off after all.</summary>
    public void Broken(BreakerOptions options, int opening)
    {
        lock (_lock)
        {
            if (opening != _openings)
                return;
            if (IsClosed)
            {
                _window.AddBroken(options.Window);
                OpenIfDue(options);
            }
            else
            {
                Reopen(options);
            }
        }
    }

    private bool TryEnterLocked(BreakerOptions options)
    {
        switch (_state)
        {
            case CircuitState.Open when clock.HasPassed(_openUntil):
                _answeredProbes = 0;
                _isProbing = true;
                Change(new(CircuitState.HalfOpen, CircuitReason.WaitOver));
                return true;
            case CircuitState.Open:
                return false;
            case CircuitState.HalfOpen:
                var isFree = !_isProbing;
                _isProbing = true;
                return isFree;
            case CircuitState.Ramping:
                CloseIfRamped(options);
                return true;
            default:
                return true;
        }
    }

    private void LeaveLocked(BreakerOptions options, BreakerSignal signal)
    {
        switch (_state)
        {
            case CircuitState.Closed when signal == BreakerSignal.Failure:
                _window.AddFailure(options.Window);
                OpenIfDue(options);
                break;
            case CircuitState.Closed when signal == BreakerSignal.Success:
                CountSuccess(options);
                break;
            case CircuitState.HalfOpen or CircuitState.Ramping when signal == BreakerSignal.Failure:
                Reopen(options);
                break;
            case CircuitState.HalfOpen:
                // What ended without a word on the destination was no probe; the next one is.
                _isProbing = false;
                if (signal == BreakerSignal.Success && ++_answeredProbes >= options.Probes)
                    Ramp(options);
                break;
            case CircuitState.Ramping:
                CloseIfRamped(options);
                break;
        }
    }

    private void CountSuccess(BreakerOptions options)
    {
        _window.AddSuccess(options.Window);
        // Read first: a line of memory that all cores only read stays with each of them.
        if (Volatile.Read(ref _failuresInRow) != 0)
            Volatile.Write(ref _failuresInRow, 0);
    }

    private void OpenIfDue(BreakerOptions options)
    {
        if (++_failuresInRow >= options.ConsecutiveFailures)
        {
            Open(options, CircuitReason.FailuresInRow, _failuresInRow, _failuresInRow);
            return;
        }

        var (attempts, failures) = _window.Total(options.Window);
        if (attempts >= options.MinAttempts && failures >= options.FailureRate * attempts)
            Open(options, CircuitReason.FailureRate, attempts, failures);
    }

    private void Reopen(BreakerOptions options) =>
        Open(options, _state == CircuitState.Ramping ? CircuitReason.FailedWhileRamping : CircuitReason.ProbeFailed, 0, 0);

    private void Open(BreakerOptions options, CircuitReason reason, int attempts, int failures)
    {
        var wait = Deadlines.Doubled(options.OpenFor, _failedTries++, options.MaxOpenFor);
        _openUntil = clock.After(wait);
        Volatile.Write(ref _openings, _openings + 1);
        _isProbing = false;
        Forget();
        Change(new(CircuitState.Open, reason, wait, attempts, failures));
    }

    private void Ramp(BreakerOptions options)
    {
        if (options.RampUp <= TimeSpan.Zero)
        {
            Close(CircuitReason.ProbesAnswered);
            return;
        }

        Volatile.Write(ref _rampSince, clock.GetTimestamp());
        Change(new(CircuitState.Ramping, CircuitReason.ProbesAnswered));
    }

    private void CloseIfRamped(BreakerOptions options)
    {
        if (Share(options) >= 1)
            Close(CircuitReason.RampedUp);
    }

    private void Close(CircuitReason reason)
    {
        _failedTries = 0;
        Forget();
        Change(new(CircuitState.Closed, reason));
    }

    private void Forget()
    {
        _failuresInRow = 0;
        _window.Clear();
    }

    private void Change(CircuitChange change)
    {
        _state = change.To;
        changed?.Invoke(change);
    }
}
