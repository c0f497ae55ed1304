using System.Diagnostics.Metrics;
using LlmProxy.Telemetry;

namespace LlmProxy.Metering.Tokens;

/// <summary>How far estimates are from what providers report.</summary>
internal sealed class TokenMetrics
{
    private static readonly double[] Bounds = [0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.5, 1, 2];

    private readonly ModelLabels _models;
    private readonly Histogram<double> _error;

    public TokenMetrics(IMeterFactory meters, ModelLabels models)
    {
        _models = models;
        _error = meters.Create(LlmTelemetry.MeterName, LlmTelemetry.Version).CreateHistogram(
            MetricNames.TokenEstimateError, "1", "Error of prompt estimates, as a part of the tokens that the provider reported.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Bounds });
    }

    /// <summary>A provider has reported how many tokens a prompt had that was estimated.</summary>
    public void Estimated(long estimated, long billed, string? modelPattern)
    {
        if (_error.Enabled)
            _error.Record(Math.Abs(estimated - billed) / (double)billed, new KeyValuePair<string, object?>(TagNames.RequestModel, _models.Of(modelPattern)));
    }
}
