using Yarp.ReverseProxy.Model;

namespace LlmProxy.Balancing.Affinity;

/// <summary>One destination, as prefix affinity sees it.</summary>
internal sealed class Replica(DestinationState destination, int number)
{
    /// <summary>After how long new text counts half: it has then been pushed out of the replica's cache in part, or is no longer asked for.</summary>
    private const double HalfLifeMs = 5 * 60 * 1000;

    private DecayingValue _newBytes;

    /// <summary>The destination.</summary>
    public DestinationState Destination { get; } = destination;

    /// <summary>Counts up with every replica that the cluster ever had.</summary>
    public int Number { get; } = number;

    /// <summary>Its bit in the table.</summary>
    public ulong Bit { get; } = 1UL << (number % PrefixTable.Slots);

    /// <summary>Bytes of prompts that it was given lately and had not served before: what fills its cache, and its prefill.</summary>
    public double NewBytes(long nowMs) => _newBytes.Read(nowMs, HalfLifeMs);

    /// <summary>Counts a prompt's new bytes.</summary>
    public void AddNewBytes(int bytes, long nowMs) => _newBytes.Add(bytes, nowMs, HalfLifeMs);
}
