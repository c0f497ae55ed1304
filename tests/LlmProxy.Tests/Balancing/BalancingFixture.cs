using System.Text;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Tests.Balancing;

/// <summary>Clusters and prompts for the policies.</summary>
internal static class BalancingFixture
{
    /// <summary>Destinations <c>d0</c>, <c>d1</c> and so on.</summary>
    public static DestinationState[] Destinations(int count) => [.. Enumerable.Range(0, count).Select(i => new DestinationState($"d{i}"))];

    public static ClusterState Cluster(IReadOnlyList<DestinationState> all) => new("c") { DestinationsState = new(all, all) };

    /// <summary>A chat; roles take turns after the first message, which is the system's.</summary>
    public static byte[] Chat(params string[] messages) => Encoding.UTF8.GetBytes(
        $$"""{"model":"m","messages":[{{string.Join(',', messages.Select((text, i) =>
            $$"""{"role":"{{(i == 0 ? "system" : i % 2 == 1 ? "user" : "assistant")}}","content":"{{text}}"}"""))}}],"stream":true}""");

    /// <summary>Bytes allocated by the cheapest of some rounds.</summary>
    public static long Allocated(Action work)
    {
        work();
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
