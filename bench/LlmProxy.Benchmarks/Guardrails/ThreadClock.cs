using System.Runtime.InteropServices;

namespace LlmProxy.Benchmarks.Guardrails;

/// <summary>CPU time of this thread, which other work on the machine, and the runtime's own in the background, does not add to. Linux alone.</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Microseconds of CPU time so far.</summary>
    public static double Microseconds() => GetTime(ThreadCpuTime, out var time) == 0
        ? time.Seconds * 1e6 + time.Nanoseconds / 1e3
        : throw new PlatformNotSupportedException("The clock of a thread is Linux's alone.");

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
