namespace LlmProxy.Configuration;

/// <summary>The resolved <see cref="LlmLimitsOptions"/>. Immutable.</summary>
public sealed class LlmLimitsModel
{
    private static readonly LlmLimitsOptions Defaults = new();

    /// <inheritdoc cref="LlmLimitsOptions.MaxRequestBodyBytes"/>
    public long MaxRequestBodyBytes { get; init; } = Defaults.MaxRequestBodyBytes;

    /// <inheritdoc cref="LlmLimitsOptions.MaxBufferedBytes"/>
    public long MaxBufferedBytes { get; init; } = Defaults.MaxBufferedBytes;

    /// <inheritdoc cref="LlmLimitsOptions.MaxResponseBodyBytes"/>
    public long MaxResponseBodyBytes { get; init; } = Defaults.MaxResponseBodyBytes;

    /// <inheritdoc cref="LlmLimitsOptions.MaxFlightBytes"/>
    public long MaxFlightBytes { get; init; } = Defaults.MaxFlightBytes;

    /// <inheritdoc cref="LlmLimitsOptions.MaxJsonDepth"/>
    public int MaxJsonDepth { get; init; } = Defaults.MaxJsonDepth;

    /// <inheritdoc cref="LlmLimitsOptions.MaxStoredObjects"/>
    public int MaxStoredObjects { get; init; } = Defaults.MaxStoredObjects;
}
