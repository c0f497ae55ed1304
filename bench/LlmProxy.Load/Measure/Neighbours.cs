using System.Diagnostics;
using System.Globalization;

namespace LlmProxy.Load.Measure;

/// <summary>How much of the machine other processes used meanwhile; figures from a busy machine spread widely.</summary>
internal sealed class Neighbours
{
    // USER_HZ, in which Linux counts in /proc whatever its own clock does.
    private const double TicksPerSecond = 100;

    private readonly long _started = Stopwatch.GetTimestamp();

    private readonly double _busyBefore = BusySeconds();

    private readonly double _ownBefore = OwnSeconds();

    /// <summary>Cores that were in use by others since this was made, on average. Ended children count as own.</summary>
    public double Cores() =>
        Math.Max(0, (BusySeconds() - _busyBefore - (OwnSeconds() - _ownBefore)) / Stopwatch.GetElapsedTime(_started).TotalSeconds);

    // cpu user nice system idle iowait irq softirq steal …
    private static double BusySeconds() =>
        Ticks(File.ReadLines("/proc/stat").First(), 1, 3) + Ticks(File.ReadLines("/proc/stat").First(), 6, 8);

    // After the name in parentheses, which may hold spaces: state … utime stime cutime cstime …
    private static double OwnSeconds()
    {
        var stat = File.ReadAllText("/proc/self/stat");
        return Ticks(stat[(stat.LastIndexOf(')') + 2)..], 11, 14);
    }

    private static double Ticks(string line, int from, int to) =>
        line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[from..(to + 1)]
            .Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
}
