using System.Runtime.CompilerServices;
using LlmProxy.Configuration;
using LlmProxy.Failover.Breakers;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Settings;
using LlmProxy.Providers;
using LlmProxy.Tests.Failover.Planning;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Tests.Failover.Breakers;

public sealed class DestinationBreakersTests
{
    private readonly ManualClock _clock = new();
    private readonly LlmClusterModel _cluster = Cluster(enabled: true);
    private readonly DestinationState _a = new("a");
    private readonly DestinationState _b = new("b");
    private readonly DestinationState[] _both;
    private readonly DestinationBreakers _breakers;
    private double _chance;

    public DestinationBreakersTests()
    {
        _both = [_a, _b];
        _breakers = TestBreakers.Create(_clock, () => _chance);
    }

    [Fact]
    public void Available_AllClosed_IsTheSameListAndAllocatesNothing()
    {
        Succeed(_a);
        Assert.Same(_both, _breakers.Available(_cluster, _both));
        Assert.Same(_both, _breakers.Offered(_cluster, _both));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            _breakers.Offered(_cluster, _both);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Available_OneIsOpen_LeavesItOutUntilItsWaitIsOver()
    {
        Break(_a);

        Assert.Equal(["b"], Ids(_breakers.Available(_cluster, _both)));
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["a", "b"], Ids(_breakers.Available(_cluster, _both)));
    }

    [Fact]
    public void Available_ProbeUnderWay_LeavesItOut()
    {
        Break(_a);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(_breakers.TryEnter(_cluster, _a, out _));

        Assert.Equal(["b"], Ids(_breakers.Available(_cluster, _both)));
        Assert.False(_breakers.TryEnter(_cluster, _a, out _));
    }

    [Fact]
    public void Available_AllOpen_IsEmptyAndTheSoonestIsKnown()
    {
        Break(_a);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Break(_b);

        Assert.Empty(Ids(_breakers.Available(_cluster, _both)));
        Assert.Equal(TimeSpan.FromSeconds(6), _breakers.SoonestRecovery(_cluster, _both));
        Assert.Equal(TimeSpan.FromSeconds(10), _breakers.SoonestRecovery(_cluster, [_b]));
    }

    [Fact]
    public void SoonestRecovery_NoneOpen_IsNull() => Assert.Null(_breakers.SoonestRecovery(_cluster, _both));

    [Fact]
    public void Offered_Ramping_IsShedByChance()
    {
        Recover(_a);

        // At the start of the ramp a tenth passes.
        _chance = 0.11;
        Assert.Equal(["b"], Ids(_breakers.Offered(_cluster, _both)));
        Assert.Equal(["a", "b"], Ids(_breakers.Available(_cluster, _both)));
        _chance = 0.09;
        Assert.Same(_both, _breakers.Offered(_cluster, _both));
    }

    [Fact]
    public void Offered_TheOthersAreNotSound_TheRampingOneStays()
    {
        Recover(_a);
        Break(_b);
        _chance = 0.99;

        Assert.Equal(["a"], Ids(_breakers.Offered(_cluster, _both)));
        Assert.Equal(["a"], Ids(_breakers.Offered(_cluster, [_a])));
        _clock.Advance(TimeSpan.FromSeconds(10));
        // b may be probed by now, but nobody knows how that ends.
        Assert.Equal(["b", "a"], Ids(_breakers.Offered(_cluster, _both)));
    }

    [Fact]
    public void Offered_AllRampingAndShed_AllStay()
    {
        Recover(_a);
        Recover(_b);
        _chance = 0.99;

        Assert.Equal(["a", "b"], Ids(_breakers.Offered(_cluster, _both)));
    }

    [Fact]
    public void TryEnter_NotEnabled_CountsNothing()
    {
        var cluster = Cluster(enabled: false);
        for (var i = 0; i < 100; i++)
        {
            Assert.True(_breakers.TryEnter(cluster, _a, out var entry));
            DestinationBreakers.Leave(cluster, entry, BreakerSignal.Failure);
        }

        Assert.Same(_both, _breakers.Available(cluster, _both));
        Assert.Same(_both, _breakers.Available(_cluster, _both));
    }

    [Fact]
    public void Available_SwitchedOffByAReload_PassesWhatIsOpen()
    {
        Break(_a);

        Assert.Same(_both, _breakers.Available(Cluster(enabled: false), _both));
        Assert.True(_breakers.TryEnter(Cluster(enabled: false), _a, out _));
    }

    [Fact]
    public void Available_SameDestinationWithAnotherAddress_BeginsAnew()
    {
        var destination = new DestinationState("a", Model("http://old/"));
        var circuit = new DestinationCircuit(new CircuitBreaker(_clock), destination.Model);

        Assert.True(circuit.IsOf(Model("http://old/")));
        Assert.False(circuit.IsOf(Model("http://new/")));
    }

    [Fact]
    public void Circuits_DestinationIsGone_LeaveWithIt()
    {
        var gone = BreakAndForget();

        for (var i = 0; i < 10 && gone.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(gone.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private WeakReference BreakAndForget()
    {
        var destination = new DestinationState("c");
        Break(destination);
        return new WeakReference(destination);
    }

    // A destination is also a list of itself, which makes comparing lists of them endless.
    private static IEnumerable<string> Ids(IReadOnlyList<DestinationState> destinations) => destinations.Select(destination => destination.DestinationId);

    private static DestinationModel Model(string address) => new(new() { Address = address });

    private static LlmClusterModel Cluster(bool enabled) => new()
    {
        ClusterId = "up",
        Provider = ProviderNames.OpenAi,
        Breaker = new BreakerOptions { Enabled = enabled, ConsecutiveFailures = 1, Probes = 1, OpenFor = TimeSpan.FromSeconds(10) },
    };

    private void Succeed(DestinationState destination) => Run(destination, BreakerSignal.Success);

    private void Break(DestinationState destination) => Run(destination, BreakerSignal.Failure);

    private void Recover(DestinationState destination)
    {
        Break(destination);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Succeed(destination);
        Assert.Equal(CircuitState.Ramping, _breakers.StatusOf(_cluster, destination).State);
    }

    private void Run(DestinationState destination, BreakerSignal signal)
    {
        Assert.True(_breakers.TryEnter(_cluster, destination, out var entry));
        DestinationBreakers.Leave(_cluster, entry, signal);
    }
}
