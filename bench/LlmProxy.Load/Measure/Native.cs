using System.ComponentModel;
using System.Runtime.InteropServices;

namespace LlmProxy.Load.Measure;

/// <summary>The system calls that .NET has no method for. Linux alone.</summary>
internal static partial class Native
{
    private const int Terminate = 15;

    /// <summary>CPU time of another process, all its threads together, those that ended included.</summary>
    /// <remarks>utime + stime as in <c>/proc/PID/stat</c>, but in nanoseconds instead of clock ticks of 10 ms.</remarks>
    /// <exception cref="Win32Exception">There is no such process.</exception>
    public static TimeSpan CpuTime(int processId)
    {
        var error = GetCpuClock(processId, out var clock);
        if (error != 0)
            throw new Win32Exception(error);
        if (GetTime(clock, out var time) != 0)
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        return TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0);
    }

    /// <summary>Asks a process to stop; a process that is gone already is no error.</summary>
    public static void Stop(int processId) => _ = Kill(processId, Terminate);

    [LibraryImport("libc", EntryPoint = "clock_getcpuclockid")]
    private static partial int GetCpuClock(int processId, out int clock);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int GetTime(int clock, out Time time);

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int processId, int signal);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
