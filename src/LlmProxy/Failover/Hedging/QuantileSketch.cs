namespace LlmProxy.Failover.Hedging;

/// <summary>Counts times in buckets, each a tenth wider than the one before, from 1 ms to 10 min: a quantile is at most a tenth too long.</summary>
/// <remarks>
/// No lock: a reader may see a measurement more or less. After 2,000 measurements all counts are halved, so that what was
/// long ago weighs little.
/// </remarks>
internal sealed class QuantileSketch
{
    private const double Growth = 1.1;
    private const int HalveAt = 2000;

    // ln(600,000) / ln(1.1) = 139.6
    private readonly int[] _buckets = new int[141];
    private int _count;
    private int _isHalving;

    /// <summary>How many measurements count.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes a measurement.</summary>
    public void Add(TimeSpan time)
    {
        var bucket = (int)Math.Ceiling(Math.Log(Math.Max(time.TotalMilliseconds, 1)) / Math.Log(Growth));
        Interlocked.Increment(ref _buckets[Math.Min(bucket, _buckets.Length - 1)]);
        if (Interlocked.Increment(ref _count) >= HalveAt && Interlocked.Exchange(ref _isHalving, 1) == 0)
            Halve();
    }

    /// <summary>The time that a share of the measurements does not exceed.</summary>
    /// <param name="share">From 0 to 1.</param>
    public TimeSpan Quantile(double share)
    {
        var left = Math.Max(1, (int)Math.Ceiling(Count * share));
        for (var i = 0; i < _buckets.Length; i++)
        {
            left -= Volatile.Read(ref _buckets[i]);
            if (left <= 0)
                return TimeSpan.FromMilliseconds(Math.Pow(Growth, i));
        }

        return TimeSpan.FromMilliseconds(Math.Pow(Growth, _buckets.Length - 1));
    }

    private void Halve()
    {
        var dropped = 0;
        for (var i = 0; i < _buckets.Length; i++)
        {
            var half = Volatile.Read(ref _buckets[i]) / 2;
            Interlocked.Add(ref _buckets[i], -half);
            dropped += half;
        }

        Interlocked.Add(ref _count, -dropped);
        Volatile.Write(ref _isHalving, 0);
    }
}
