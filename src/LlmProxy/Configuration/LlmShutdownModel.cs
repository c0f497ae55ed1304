namespace LlmProxy.Configuration;

/// <summary>The resolved <see cref="LlmShutdownOptions"/>. Immutable.</summary>
public sealed class LlmShutdownModel
{
    private static readonly LlmShutdownOptions Defaults = new();

    /// <inheritdoc cref="LlmShutdownOptions.Delay"/>
    public TimeSpan Delay { get; init; } = Defaults.Delay;

    /// <inheritdoc cref="LlmShutdownOptions.Drain"/>
    public TimeSpan Drain { get; init; } = Defaults.Drain;
}
