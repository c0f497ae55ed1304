using System.Text.Json;
using LlmProxy.Balancing.Affinity;
using LlmProxy.Balancing.Settings;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Benchmarks.Balancing.Simulation;

/// <summary>The ways to choose that are compared; the gateway's is the very code that it runs.</summary>
internal static class Choosers
{
    private static readonly PrefixKey Key = new(0x1234_5678_9ABC_DEF1, 0xFEDC_BA98_7654_3213);

    /// <summary>YARP's <c>Random</c>.</summary>
    public static IChooser Random(int seed)
    {
        var chance = new Random(seed);
        return new Chooser("Random", (replicas, _) => replicas[chance.Next(replicas.Count)]);
    }

    /// <summary>YARP's <c>RoundRobin</c>.</summary>
    public static IChooser RoundRobin()
    {
        var turn = 0;
        return new Chooser("RoundRobin", (replicas, _) => replicas[turn++ % replicas.Count]);
    }

    /// <summary>YARP's <c>LeastRequests</c>.</summary>
    public static IChooser LeastRequests() =>
        new Chooser("LeastRequests", (replicas, _) => replicas.MinBy(replica => replica.ConcurrentRequestCount)!);

    /// <summary>A ring without a bound; the key is the prompt's first <paramref name="messages"/>.</summary>
    public static IChooser PlainHashing(int messages, string name)
    {
        HashRing? ring = null;
        return new Chooser(name, (replicas, body) =>
        {
            ring ??= new HashRing(Key, [.. replicas.Select(replica => replica.DestinationId)]);
            using var json = JsonDocument.Parse(body);
            var hash = 0UL;
            foreach (var message in json.RootElement.GetProperty("messages").EnumerateArray().Take(messages))
                hash = Key.Hash(message.GetRawText(), hash);
            return replicas[ring.Owner(ring.Start(hash), 0)];
        });
    }

    /// <summary>The gateway's <c>PrefixAffinity</c>.</summary>
    public static IChooser PrefixAffinity(string name, TimeProvider clock, PrefixAffinityOptions options)
    {
        var policy = new PrefixAffinityPolicy(clock, Key, () => 0);
        var cluster = new ClusterState("replicas");
        return new Chooser(name, (replicas, body) =>
        {
            if (!ReferenceEquals(cluster.DestinationsState.AllDestinations, replicas))
                cluster.DestinationsState = new(replicas, replicas);
            return policy.Pick(cluster, replicas, "m", body.Span, options)!;
        });
    }

    private sealed class Chooser(string name, Func<IReadOnlyList<DestinationState>, ReadOnlyMemory<byte>, DestinationState> choose) : IChooser
    {
        public string Name => name;

        public DestinationState Choose(IReadOnlyList<DestinationState> replicas, ReadOnlyMemory<byte> body) => choose(replicas, body);
    }
}
