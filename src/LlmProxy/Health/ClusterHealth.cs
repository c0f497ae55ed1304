namespace LlmProxy.Health;

/// <summary>What one cluster can do now.</summary>
/// <param name="State"><c>usable</c>, <c>missing_key</c>, <c>circuits_open</c> or <c>no_destination</c>.</param>
/// <param name="Available">Destinations that take traffic.</param>
/// <param name="Destinations">All destinations.</param>
/// <param name="Missing">The variables and files that hold its secrets and are not there.</param>
internal sealed record ClusterHealth(string State, int Available, int Destinations, IReadOnlyList<string> Missing)
{
    public const string Usable = "usable";
    public const string MissingKey = "missing_key";
    public const string NoDestination = "no_destination";

    /// <summary>Its destinations have failed too often and are left alone for a while; it comes back by itself.</summary>
    public const string CircuitsOpen = "circuits_open";

    /// <summary>Each destination's circuit; <c>null</c> for a cluster that is not for LLM traffic.</summary>
    public IReadOnlyDictionary<string, CircuitHealth>? Circuits { get; init; }

    /// <summary>Each of its keys; <c>null</c> for a cluster that is not for LLM traffic.</summary>
    public IReadOnlyList<KeyHealth>? Keys { get; init; }
}
