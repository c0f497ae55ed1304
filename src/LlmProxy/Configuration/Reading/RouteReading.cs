namespace LlmProxy.Configuration.Reading;

/// <summary>What was read of one route's <c>Llm</c> block.</summary>
/// <param name="RouteId">The route's name.</param>
/// <param name="Model">The settings; <c>null</c> where there are errors, here or in a cluster that the route may use.</param>
/// <param name="Stamp">Changes with everything that the model holds.</param>
/// <param name="Errors">All that is wrong here.</param>
internal sealed record RouteReading(
    string RouteId, LlmRouteModel? Model, string Stamp, IReadOnlyList<ConfigurationError> Errors);
