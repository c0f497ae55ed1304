namespace LlmProxy.Guardrails.External;

/// <summary>Leaves somebody outside alone who keeps failing, so that requests do not wait for time-outs one after another.</summary>
internal sealed class GuardCircuit
{
    /// <summary>How many failures in a row open it: 5.</summary>
    public const int Failures = 5;

    /// <summary>How long it is open before one judgement tries again: 5 s.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly Lock _changing = new();
    private int _failures;
    private long _tryAt;

    /// <summary>Whether it may be asked; while the circuit is open, once in each <see cref="Pause"/>.</summary>
    public bool TryEnter(TimeProvider clock)
    {
        if (Volatile.Read(ref _failures) < Failures)
            return true;
        lock (_changing)
        {
            if (_failures < Failures)
                return true;
            var now = clock.GetTimestamp();
            if (now < _tryAt)
                return false;
            _tryAt = After(clock, now);
            return true;
        }
    }

    /// <summary>It has answered.</summary>
    /// <returns>Whether that closed the circuit.</returns>
    public bool Succeeded()
    {
        if (Volatile.Read(ref _failures) == 0)
            return false;
        lock (_changing)
        {
            var wasOpen = _failures >= Failures;
            _failures = 0;
            return wasOpen;
        }
    }

    /// <summary>It has failed.</summary>
    /// <returns>Whether that opened the circuit.</returns>
    public bool Failed(TimeProvider clock)
    {
        lock (_changing)
        {
            _failures = Math.Min(_failures + 1, Failures + 1);
            if (_failures >= Failures)
                _tryAt = After(clock, clock.GetTimestamp());
            return _failures == Failures;
        }
    }

    private static long After(TimeProvider clock, long now) => now + (long)(Pause.TotalSeconds * clock.TimestampFrequency);
}
