namespace LlmProxy.Configuration;

/// <summary>The resolved <see cref="LlmTelemetryOptions"/>. Immutable.</summary>
public sealed class LlmTelemetryModel
{
    /// <inheritdoc cref="LlmTelemetryOptions.Console"/>
    public bool Console { get; init; }

    /// <inheritdoc cref="LlmTelemetryOptions.OtlpEndpoint"/>
    public Uri? OtlpEndpoint { get; init; }

    /// <inheritdoc cref="LlmTelemetryOptions.SampleRatio"/>
    public double SampleRatio { get; init; } = 1;

    /// <inheritdoc cref="LlmTelemetryOptions.HttpMetrics"/>
    public bool HttpMetrics { get; init; }
}
