namespace LlmProxy.Core.Tests;

/// <summary>Measures what a piece of work allocates on this thread.</summary>
internal static class Allocations
{
    /// <summary>
    /// The least of several rounds: what the work itself allocates, it allocates every time, while the shared pool can be emptied
    /// in between by a collection that another test causes.
    /// </summary>
    public static long Of(Action work)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 5 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            work();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
