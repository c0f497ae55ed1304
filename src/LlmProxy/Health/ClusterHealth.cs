namespace LlmProxy.Health;

/// <summary>What one cluster can do now.</summary>
/// <param name="State"><c>usable</c>, <c>missing_key</c> or <c>no_destination</c>.</param>
/// <param name="Available">Destinations that take traffic.</param>
/// <param name="Destinations">All destinations.</param>
/// <param name="Missing">The variables and files that hold its secrets and are not there.</param>
internal sealed record ClusterHealth(string State, int Available, int Destinations, IReadOnlyList<string> Missing)
{
    public const string Usable = "usable";
    public const string MissingKey = "missing_key";
    public const string NoDestination = "no_destination";
}
