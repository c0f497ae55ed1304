using System.Diagnostics.Metrics;
using LlmProxy.Exchange;
using LlmProxy.Health.Degradation;
using LlmProxy.Telemetry;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Guardrails.Audit;

/// <summary>Tells log and metrics what guards did, when a request is over. Never a word of its texts.</summary>
internal sealed partial class GuardReport
{
    /// <summary>The name of this among the side components.</summary>
    public const string Component = "guardrail-report";

    private readonly ILogger<GuardReport> _logger;
    private readonly SideComponent _guard;
    private readonly Counter<long> _runs;
    private readonly Counter<long> _findings;

    public GuardReport(IMeterFactory meters, Degradations degradations, ILogger<GuardReport> logger)
    {
        _logger = logger;
        _guard = degradations.Get(Component);
        var meter = meters.Create(LlmTelemetry.MeterName, LlmTelemetry.Version);
        _runs = meter.CreateCounter<long>(MetricNames.GuardrailRuns, "{run}", "What guardrails did, once for each guardrail of a request and of its answer.");
        _findings = meter.CreateCounter<long>(MetricNames.GuardrailFindings, "{finding}", "What guardrails found.");
    }

    /// <summary>Tells of the guards of <paramref name="exchange"/>, where there were any. Whoever listens and throws harms no request.</summary>
    public void Tell(LlmExchange exchange)
    {
        if (exchange.Guards is not { Runs.Count: > 0 } guarded)
            return;
        try
        {
            foreach (var run in guarded.Runs)
                Count(run);
            // What passed is in the metrics and the record; a line for each such request would only repeat that.
            if (guarded.Runs.Any(run => run.Outcome != GuardOutcome.Passed) && _logger.IsEnabled(LogLevel.Information))
                Log.Acted(_logger, exchange.RequestId, exchange.Route.RouteId, GuardSummary.Of(guarded.Runs)!);
            _guard.Succeeded();
        }
        catch (Exception e)
        {
            _guard.Report(e);
        }
    }

    private void Count(GuardRun run)
    {
        var guard = new KeyValuePair<string, object?>(TagNames.Guardrail, run.Guard.Name);
        var direction = new KeyValuePair<string, object?>(TagNames.GuardrailDirection, run.Direction == Core.Guardrails.GuardDirection.Input ? "input" : "output");
        _runs.Add(1, guard, direction, new(TagNames.Outcome, GuardSummary.Name(run.Outcome)));
        var found = 0;
        foreach (var count in run.Counts.Values)
            found += count;
        if (found > 0)
            _findings.Add(found, guard, direction);
    }

    // Event ids 605 to 609. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(605, LogLevel.Information, "{RequestId} guardrails of route {Route}: {Verdicts}", EventName = "GuardrailsActed", SkipEnabledCheck = true)]
        public static partial void Acted(ILogger logger, string requestId, string route, string verdicts);
    }
}
