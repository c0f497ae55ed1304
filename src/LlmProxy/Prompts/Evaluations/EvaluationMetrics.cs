using System.Diagnostics.Metrics;
using LlmProxy.Telemetry;

namespace LlmProxy.Prompts.Evaluations;

/// <summary>Counts the lines of the evaluation log, and those that are missing in it.</summary>
internal sealed class EvaluationMetrics
{
    /// <summary>Too many lines waited.</summary>
    public const string Full = "full";

    /// <summary>Lines could not be written.</summary>
    public const string Failed = "failed";

    private readonly Counter<long> _records;
    private readonly Counter<long> _dropped;

    public EvaluationMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(LlmTelemetry.MeterName, LlmTelemetry.Version);
        _records = meter.CreateCounter<long>(MetricNames.EvaluationRecords, "{line}", "Lines that were written to the evaluation log.");
        _dropped = meter.CreateCounter<long>(MetricNames.EvaluationDropped, "{line}", "Lines that are missing in the evaluation log.");
    }

    /// <summary>Lines were written.</summary>
    public void Written(int lines) => _records.Add(lines);

    /// <summary>Lines were given up.</summary>
    public void Dropped(int lines, string reason) => _dropped.Add(lines, new KeyValuePair<string, object?>(TagNames.Reason, reason));
}
