namespace LlmProxy.Configuration.Reading;

/// <summary>What was read of the <c>LlmProxy</c> section.</summary>
/// <param name="Model">The settings, with defaults for what is wrong.</param>
/// <param name="Stamp">Changes with the settings and the secrets behind them.</param>
/// <param name="Errors">All that is wrong.</param>
internal sealed record ProxyReading(LlmProxyModel Model, string Stamp, IReadOnlyList<ConfigurationError> Errors);
