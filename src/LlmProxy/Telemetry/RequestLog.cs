using LlmProxy.Health.Degradation;
using LlmProxy.Tenancy;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Telemetry;

/// <summary>Leaves one structured line for each request, and never a word of its content.</summary>
internal sealed partial class RequestLog
{
    private readonly ILogger _logger;
    private readonly SideComponent _guard;

    public RequestLog(ILoggerFactory loggers, Degradations degradations)
    {
        _logger = loggers.CreateLogger(LlmTelemetry.RequestLogCategory);
        _guard = degradations.Get(ComponentNames.RequestLog);
    }

    /// <summary>Writes the line. A fault of the gateway is an error; all else is information. A log that throws harms no request.</summary>
    public void RequestFinished(in RequestFacts facts)
    {
        try
        {
            Write(facts);
            _guard.Succeeded();
        }
        catch (Exception e)
        {
            _guard.Report(e);
        }
    }

    private void Write(in RequestFacts facts)
    {
        // Whoever guesses keys shall not fill the disk; a metric counts them.
        var level = facts.Outcome is RequestOutcome.Faulted ? LogLevel.Error
            : facts is { Attempts: 0, ErrorType: KeyErrors.InvalidKey } ? LogLevel.Debug
            : LogLevel.Information;
        if (!_logger.IsEnabled(level)) return;
        var outcome = facts.Outcome.ToTag();
        var duration = Milliseconds(facts.Duration);
        double? firstByte = facts.FirstByte is { } first ? Milliseconds(first) : null;
        var model = SafeText.Of(facts.Model);
        var upstreamModel = SafeText.Of(facts.UpstreamModel);
        var callerId = SafeText.Of(facts.CallerRequestId);
        Log.RequestFinished(
            _logger, level, facts.RequestId, facts.Method, facts.Endpoint, facts.Status, outcome, duration, firstByte,
            facts.Route, facts.Cluster, model, upstreamModel, facts.Stream, facts.Attempts, facts.Prompt, facts.Experiments,
            facts.Usage.InputTokens, facts.Usage.OutputTokens, facts.Cost, facts.IsEstimated, facts.ErrorType, callerId);
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);

    // Event ids 100 to 109. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            EventId = 100,
            EventName = "RequestFinished",
            SkipEnabledCheck = true,
            Message = "{RequestId} {Method} {Endpoint} {Status} {Outcome} in {DurationMs} ms (first byte {FirstByteMs}); "
                + "route {Route}, cluster {Cluster}, model {Model}, upstream {UpstreamModel}, stream {Stream}, "
                + "attempts {Attempts}, prompt {Prompt}, experiments {Experiments}, tokens {InputTokens}/{OutputTokens}, cost {CostUsd} (estimated {Estimated}), "
                + "error {Error}, caller {CallerRequestId}")]
        public static partial void RequestFinished(
            ILogger logger,
            LogLevel level,
            string requestId,
            string method,
            string endpoint,
            int status,
            string outcome,
            double durationMs,
            double? firstByteMs,
            string? route,
            string? cluster,
            string? model,
            string? upstreamModel,
            bool stream,
            int attempts,
            string? prompt,
            string? experiments,
            long? inputTokens,
            long? outputTokens,
            decimal? costUsd,
            bool estimated,
            string? error,
            string? callerRequestId);
    }
}
