using System.Globalization;

namespace LlmProxy.Load.Measure;

/// <summary>Reads what the runtime of a process spends on compiling beside the requests.</summary>
internal static class CompileTime
{
    // As far as Linux keeps the name of a thread: 15 characters.
    private const string ThreadName = ".NET Tiered Com";

    // USER_HZ, in which Linux counts in /proc whatever its own clock does.
    private const double TicksPerSecond = 100;

    /// <summary>CPU time of the thread that compiles hot methods anew; zero while there is none: it ends when it finds nothing to do, and its time with it.</summary>
    public static TimeSpan Of(int processId)
    {
        double ticks = 0;
        foreach (var thread in Directory.EnumerateDirectories($"/proc/{processId}/task"))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(thread, "comm")).TrimEnd() == ThreadName)
                    ticks += Ticks(File.ReadAllText(Path.Combine(thread, "stat")));
            }
            catch (IOException)
            {
                // The thread has ended since it was listed.
            }
        }

        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    // After the name in parentheses, which holds spaces: state … utime stime …
    private static double Ticks(string stat)
    {
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }
}
