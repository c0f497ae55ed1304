using Yarp.ReverseProxy.Model;

namespace LlmProxy.Balancing.Affinity;

/// <summary>A cluster's destinations at one time, with their ring. Immutable.</summary>
internal sealed class ReplicaSet
{
    private readonly Dictionary<DestinationState, int> _indexes = [];
    private readonly Replica[] _replicas;

    /// <summary>The set of <paramref name="destinations"/>; what <paramref name="before"/> knew of them stays.</summary>
    public ReplicaSet(PrefixKey key, IReadOnlyList<DestinationState> destinations, ReplicaSet? before)
    {
        Source = destinations;
        Made = before?.Made ?? 0;
        _replicas = new Replica[destinations.Count];
        for (var i = 0; i < _replicas.Length; i++)
        {
            var known = before?.IndexOf(destinations[i]) ?? -1;
            _replicas[i] = known >= 0 ? before![known] : new Replica(destinations[i], Made++);
            _indexes[destinations[i]] = i;
        }

        Ring = new HashRing(key, [.. destinations.Select(destination => destination.DestinationId)]);
    }

    /// <summary>The list that it was made of.</summary>
    public IReadOnlyList<DestinationState> Source { get; }

    /// <summary>The ring of all of them, available or not.</summary>
    public HashRing Ring { get; }

    /// <summary>How many there are.</summary>
    public int Count => _replicas.Length;

    /// <summary>How many replicas the cluster ever had.</summary>
    private int Made { get; }

    /// <summary>The replica at <paramref name="index"/>.</summary>
    public Replica this[int index] => _replicas[index];

    /// <summary>Where a destination stands; -1: it is not there.</summary>
    public int IndexOf(DestinationState destination) => _indexes.GetValueOrDefault(destination, -1);
}
