using Yarp.ReverseProxy.Model;

namespace LlmProxy.Benchmarks.Balancing.Simulation;

/// <summary>A way to choose a replica.</summary>
internal interface IChooser
{
    /// <summary>Its name in the table.</summary>
    string Name { get; }

    /// <summary>Chooses among <paramref name="replicas"/>.</summary>
    DestinationState Choose(IReadOnlyList<DestinationState> replicas, ReadOnlyMemory<byte> body);
}
