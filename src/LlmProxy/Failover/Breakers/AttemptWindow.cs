namespace LlmProxy.Failover.Breakers;

/// <summary>Attempts and failures of the last while, counted in ten slots that take turns.</summary>
/// <remarks>
/// The memory is fixed, and an attempt costs one interlocked addition. The oldest slot leaves whole, so that between nine and ten
/// tenths of the window are counted. A slot is numbered by time and width: with another width its old number is no number of now,
/// and so a window that is changed while running begins anew. What is added in the moment in which a slot is taken anew may be lost
/// or counted late, which no decision hangs on.
/// </remarks>
internal sealed class AttemptWindow(TimeProvider clock)
{
    private const int Slots = 10;
    private const long OneFailure = 1L << 32;

    private readonly long[] _numbers = new long[Slots];
    private readonly long[] _counts = new long[Slots];

    /// <summary>Counts an attempt.</summary>
    public void AddSuccess(TimeSpan window) => Add(window, 1);

    /// <summary>Counts an attempt that failed.</summary>
    public void AddFailure(TimeSpan window) => Add(window, OneFailure + 1);

    /// <summary>An attempt that was counted before turns out to have failed.</summary>
    public void AddBroken(TimeSpan window) => Add(window, OneFailure);

    /// <summary>What was counted within the window.</summary>
    public (int Attempts, int Failures) Total(TimeSpan window)
    {
        var now = Number(window);
        var sum = 0L;
        for (var i = 0; i < Slots; i++)
        {
            var age = now - Volatile.Read(ref _numbers[i]);
            if (age is >= 0 and < Slots)
                sum += Volatile.Read(ref _counts[i]);
        }

        // A break may be counted when its attempt has left the window already.
        var failures = (int)(sum >> 32);
        return (Math.Max((int)sum, failures), failures);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => Array.Clear(_numbers);

    private void Add(TimeSpan window, long count)
    {
        var number = Number(window);
        var slot = (int)(number % Slots);
        if (Volatile.Read(ref _numbers[slot]) != number)
            Renew(slot, number);
        Interlocked.Add(ref _counts[slot], count);
    }

    private void Renew(int slot, long number)
    {
        lock (_numbers)
        {
            if (_numbers[slot] == number)
                return;
            Volatile.Write(ref _counts[slot], 0);
            Volatile.Write(ref _numbers[slot], number);
        }
    }

    /// <summary>The number of the slot of now; from <see cref="Slots"/> on, so that an empty one is never in the window.</summary>
    private long Number(TimeSpan window)
    {
        var width = Math.Max(1, (long)(window.TotalSeconds * clock.TimestampFrequency / Slots));
        return (clock.GetTimestamp() / width) + Slots;
    }
}
