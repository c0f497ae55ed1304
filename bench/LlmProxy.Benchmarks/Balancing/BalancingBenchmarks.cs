using System.Collections.Frozen;
using System.Text;
using BenchmarkDotNet.Attributes;
using LlmProxy.Balancing.Affinity;
using LlmProxy.Balancing.Latency;
using LlmProxy.Balancing.Settings;
using LlmProxy.Balancing.Weighted;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Benchmarks.Balancing;

/// <summary>What one choice costs, beside YARP's default.</summary>
public class BalancingBenchmarks
{
    private static readonly LeastLatencyOptions LatencyOptions = new();
    private static readonly PrefixAffinityOptions AffinityOptions = new();
    private static readonly FrozenDictionary<string, int> Weights =
        new Dictionary<string, int> { ["replica0"] = 3 }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private readonly LatencyBoard _board = new(TimeProvider.System);
    private readonly WeightedPolicy _weighted = new();
    private readonly PrefixAffinityPolicy _affinity = new(TimeProvider.System);
    private readonly LeastLatencyPolicy _latency;
    private DestinationState[] _replicas = [];
    private ClusterState _cluster = new("none");
    private byte[] _short = [];
    private byte[] _long = [];

    /// <summary>Makes the policies.</summary>
    public BalancingBenchmarks() => _latency = new LeastLatencyPolicy(_board);

    /// <summary>Replicas to choose among.</summary>
    [Params(4, 32)]
    public int Replicas { get; set; }

    /// <summary>Makes replicas and prompts.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _replicas = [.. Enumerable.Range(0, Replicas).Select(i => new DestinationState($"replica{i}"))];
        _cluster = new ClusterState("replicas") { DestinationsState = new(_replicas, _replicas) };
        foreach (var replica in _replicas)
            _board.Of(replica).Note(true, 300, _board.NowMs, 10_000);
        _short = Chat(10, 1_000);
        _long = Chat(100, 1_000);
    }

    /// <summary>What YARP's PowerOfTwoChoices does, which is internal.</summary>
    [Benchmark(Baseline = true)]
    public DestinationState PowerOfTwo()
    {
        var one = _replicas[Random.Shared.Next(Replicas)];
        var other = _replicas[Random.Shared.Next(Replicas)];
        return one.ConcurrentRequestCount <= other.ConcurrentRequestCount ? one : other;
    }

    /// <summary>Two estimates compared.</summary>
    [Benchmark]
    public DestinationState? LeastLatency() => _latency.Pick(_replicas, true, LatencyOptions);

    /// <summary>All weights added up.</summary>
    [Benchmark]
    public DestinationState? Weighted() => _weighted.Pick(_cluster, _replicas, Weights);

    /// <summary>A prompt of 10 messages of 1 KB that was seen before.</summary>
    [Benchmark]
    public DestinationState? PrefixAffinity10KB() => _affinity.Pick(_cluster, _replicas, "m", _short, AffinityOptions);

    /// <summary>A prompt of 100 messages of 1 KB that was seen before.</summary>
    [Benchmark]
    public DestinationState? PrefixAffinity100KB() => _affinity.Pick(_cluster, _replicas, "m", _long, AffinityOptions);

    private static byte[] Chat(int messages, int bytes)
    {
        // An escaped line end in every 60 bytes, as in real texts.
        var text = string.Concat(Enumerable.Repeat(new string('x', 58) + "\\n", bytes / 60));
        var list = string.Join(',', Enumerable.Range(0, messages).Select(i => $$"""{"role":"user","content":"{{i}} {{text}}"}"""));
        return Encoding.ASCII.GetBytes($$"""{"model":"m","stream":true,"messages":[{{list}}]}""");
    }
}
