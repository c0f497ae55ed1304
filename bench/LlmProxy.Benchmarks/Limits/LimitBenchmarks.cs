using BenchmarkDotNet.Attributes;
using LlmProxy.Limits;
using LlmProxy.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Benchmarks.Limits;

/// <summary>What limits cost a request: found, checked, taken and settled.</summary>
public class LimitBenchmarks
{
    private static readonly LimitNumbers Numbers = new(1_000_000_000, null, null, null);
    private static readonly LimitNumbers Tokens = new(null, 1_000_000_000_000, null, null);
    private static readonly LimitNumbers Places = new(null, null, null, 1_000_000);
    private static readonly LimitAmounts Asked = new(1_200, null);
    private static readonly LimitAmounts Used = new(900, null);

    private readonly LimitGate _gate = new(TimeProvider.System);
    private readonly LimitTable _table;
    private readonly List<ILimit> _collected = [];

    /// <summary>Makes the limits.</summary>
    public LimitBenchmarks() =>
        _table = new(_gate, new(new MemoryStateStore(), _gate, TimeProvider.System, NullLogger<DayWindows>.Instance), TimeProvider.System);

    /// <summary>Five limits of five subjects: requests of key, user and model, tokens of the tenant, places of the route.</summary>
    [Benchmark]
    public long FiveLimits()
    {
        var reservation = new Reservation(_gate, "request", new("key", "tenant", "user"), Collect());
        _gate.TryReserve(reservation, Asked);
        reservation.Settle(Used);
        return reservation.Asked.Tokens;
    }

    /// <summary>The same by two threads at once, 100,000 each: what the one lock costs when it is fought for.</summary>
    [Benchmark(OperationsPerInvoke = 200_000)]
    public void FiveLimitsTwoThreads() => Parallel.For(0, 2, _ =>
    {
        var collected = new List<ILimit>();
        for (var i = 0; i < 100_000; i++)
        {
            var reservation = new Reservation(_gate, "request", new("key", "tenant", "user"), Collect(collected));
            _gate.TryReserve(reservation, Asked);
            reservation.Settle(Used);
        }
    });

    private LimitHold[] Collect() => Collect(_collected);

    private LimitHold[] Collect(List<ILimit> collected)
    {
        collected.Clear();
        collected.AddRange(_table.Of(new(LimitScopes.Key, "key_01")).With(Numbers).AsSpan());
        collected.AddRange(_table.Of(new(LimitScopes.User, "somebody@example.com", "tenant")).With(Numbers).AsSpan());
        collected.AddRange(_table.Of(new(LimitScopes.Tenant, "tenant")).With(Tokens).AsSpan());
        collected.AddRange(_table.Of(new(LimitScopes.Model, "gpt-4*")).With(Numbers).AsSpan());
        collected.AddRange(_table.Of(new(LimitScopes.Route, "route")).With(Places).AsSpan());
        var holds = new LimitHold[collected.Count];
        for (var i = 0; i < holds.Length; i++)
            holds[i] = new(collected[i]);
        return holds;
    }
}
