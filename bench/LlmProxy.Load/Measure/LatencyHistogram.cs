using System.Numerics;

namespace LlmProxy.Load.Measure;

/// <summary>Durations, counted in classes that are at most 1/64 wider than their start. Safe to share.</summary>
internal sealed class LatencyHistogram
{
    private const int SubBits = 6;

    private const int SubCount = 1 << SubBits;

    private readonly long[] _counts = new long[(64 - SubBits) * SubCount];

    /// <summary>Counts one duration, in nanoseconds; what is negative counts as 0.</summary>
    public void Record(long nanoseconds) => Interlocked.Increment(ref _counts[ClassOf(Math.Max(0, nanoseconds))]);

    /// <summary>The duration, in microseconds, that a share of all does not exceed; NaN if there is none.</summary>
    /// <param name="share">0 to 1; 0.5 is the median.</param>
    public double Percentile(double share)
    {
        var total = 0L;
        foreach (var count in _counts)
            total += count;
        if (total == 0)
            return double.NaN;

        var wanted = Math.Max(1, (long)Math.Ceiling(share * total));
        var index = -1;
        for (var seen = 0L; seen < wanted;)
            seen += _counts[++index];
        return MiddleOf(index) / 1000;
    }

    private static int ClassOf(long value)
    {
        var shift = Math.Max(0, 63 - BitOperations.LeadingZeroCount((ulong)value) - SubBits);
        return (shift * SubCount) + (int)(value >> shift);
    }

    private static double MiddleOf(int index)
    {
        // Values below 2 * SubCount have a class each; beyond, a class is 2^shift wide.
        var shift = Math.Max(0, (index / SubCount) - 1);
        var start = (double)((long)(index - (shift * SubCount)) << shift);
        return start + (((1L << shift) - 1) / 2.0);
    }
}
