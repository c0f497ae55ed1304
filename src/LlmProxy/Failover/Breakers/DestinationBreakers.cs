#pragma warning disable CA1822
using LlmProxy.Configuration;
using LlmProxy.Failover.Failures;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Failover.Breakers;

/// <summary>The circuits of all destinations.</summary>
internal sealed class DestinationBreakers
{
    /// <summary>Those of <paramref name="destinations"/> that may be tried now; the same list where that is all of them.</summary>
    public IReadOnlyList<DestinationState> Available(LlmClusterModel cluster, IReadOnlyList<DestinationState> destinations) => destinations;

    /// <summary>How long until the first of the open circuits lets a probe through; <c>null</c> where none is open.</summary>
    public TimeSpan? SoonestRecovery(LlmClusterModel cluster, IReadOnlyList<DestinationState> destinations) => null;

    /// <summary>Begins an attempt. A circuit that is half open has room for one at a time; <c>false</c>: it is taken, or the circuit is open.</summary>
    public bool TryEnter(LlmClusterModel cluster, DestinationState destination) => true;

    /// <summary>Ends what <see cref="TryEnter"/> began; to be called once for each that was let in.</summary>
    public void Leave(LlmClusterModel cluster, DestinationState destination, BreakerSignal signal)
    {
    }

    /// <summary>A stream that had been counted as a success has broken off.</summary>
    public void NoteBroken(LlmClusterModel cluster, DestinationState destination)
    {
    }
}
