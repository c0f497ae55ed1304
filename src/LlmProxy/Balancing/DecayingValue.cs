namespace LlmProxy.Balancing;

/// <summary>A number and the moment it is of, in one word, so that threads change both together without a lock.</summary>
/// <remarks>
/// 32 bits of a <see cref="float"/>, 32 of milliseconds. The milliseconds wrap after 49 days; a value not touched for so long
/// then seems younger than it is, once.
/// </remarks>
internal struct DecayingValue
{
    private long _word;

    /// <summary>Whether anything was ever noted.</summary>
    public readonly bool IsSet => Volatile.Read(in _word) != 0;

    /// <summary>The value <c>v · 2^(-t / half-life)</c>, <c>t</c> being the time since it was last changed.</summary>
    public readonly double Read(long nowMs, double halfLifeMs)
    {
        var (value, at) = Unpack(Volatile.Read(in _word));
        return value * Left(at, nowMs, halfLifeMs);
    }

    /// <summary>
    /// Notes a measurement as a peak-EWMA does: one above the value takes its place at once, one below pulls it down by the
    /// time that has passed: <c>m + (v - m) · 2^(-t / half-life)</c>.
    /// </summary>
    /// <remarks>After Twitter Finagle, <c>com.twitter.finagle.loadbalancer.PeakEwma</c>.</remarks>
    public void Peak(double measured, long nowMs, double halfLifeMs)
    {
        while (true)
        {
            var before = Volatile.Read(in _word);
            var (value, at) = Unpack(before);
            var next = measured >= value ? measured : measured + ((value - measured) * Left(at, nowMs, halfLifeMs));
            if (Interlocked.CompareExchange(ref _word, Pack(next, nowMs), before) == before)
                return;
        }
    }

    /// <summary>Adds to what is left of the value.</summary>
    public void Add(double amount, long nowMs, double halfLifeMs)
    {
        while (true)
        {
            var before = Volatile.Read(in _word);
            var (value, at) = Unpack(before);
            if (Interlocked.CompareExchange(ref _word, Pack((value * Left(at, nowMs, halfLifeMs)) + amount, nowMs), before) == before)
                return;
        }
    }

    /// <summary>The share that is left. A clock that another thread read later makes the time negative: nothing has passed then.</summary>
    private static double Left(uint at, long nowMs, double halfLifeMs)
    {
        var elapsed = (uint)nowMs - at;
        return (int)elapsed is < 0 and > -60_000 ? 1 : Math.Pow(2, -(elapsed / halfLifeMs));
    }

    // The lowest bit of the milliseconds is always set: a word that was written is never 0.
    private static long Pack(double value, long nowMs) =>
        (long)(((ulong)BitConverter.SingleToUInt32Bits((float)value) << 32) | (uint)nowMs | 1);

    private static (double Value, uint At) Unpack(long word) =>
        (BitConverter.UInt32BitsToSingle((uint)((ulong)word >> 32)), (uint)word);
}
