using LlmProxy.Balancing.Settings;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Balancing.Affinity;

/// <summary>What prefix affinity knows of one cluster.</summary>
internal sealed class AffinityState(PrefixKey key)
{
    private volatile PrefixTable? _table;
    private volatile ReplicaSet? _replicas;

    /// <summary>The table, anew where its size was changed.</summary>
    public PrefixTable Table(PrefixAffinityOptions options)
    {
        var table = _table;
        return table?.Prefixes == options.MaxPrefixes ? table : _table = new PrefixTable(options.MaxPrefixes);
    }

    /// <summary>The replicas, anew where the cluster's destinations have changed.</summary>
    public ReplicaSet Replicas(IReadOnlyList<DestinationState> all)
    {
        var replicas = _replicas;
        return ReferenceEquals(replicas?.Source, all) ? replicas! : _replicas = new ReplicaSet(key, all, replicas);
    }
}
