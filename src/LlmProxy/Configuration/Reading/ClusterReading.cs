namespace LlmProxy.Configuration.Reading;

/// <summary>What was read of one cluster's <c>Llm</c> block.</summary>
/// <param name="ClusterId">The cluster's name.</param>
/// <param name="Model">The settings; <c>null</c> where there are errors.</param>
/// <param name="Stamp">Changes with the settings and the secrets behind them.</param>
/// <param name="ApiVersion">The API version, right or wrong, against which addresses are checked.</param>
/// <param name="PerDestination">The settings of single destinations, each with the destination's name.</param>
/// <param name="Errors">All that is wrong.</param>
internal sealed record ClusterReading(
    string ClusterId, LlmClusterModel? Model, string Stamp, string? ApiVersion, IReadOnlyCollection<(string Setting, string Destination)> PerDestination,
    IReadOnlyList<ConfigurationError> Errors);
