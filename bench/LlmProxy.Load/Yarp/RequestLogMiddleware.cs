using System.Diagnostics;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Load.Yarp;

/// <summary>
/// Writes the gateway's log line, field by field, so that the comparison is fair. What bare YARP cannot know, such as
/// the model, stands in it as a constant: both sides format and write about as many bytes.
/// </summary>
internal sealed partial class RequestLogMiddleware(RequestDelegate next, ILogger<RequestLogMiddleware> logger)
{
    /// <summary>Runs the request and logs how it ended.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            if (logger.IsEnabled(LogLevel.Information))
                WriteLine(context, Stopwatch.GetElapsedTime(started));
        }
    }

    private void WriteLine(HttpContext context, TimeSpan took)
    {
        var proxied = context.Features.Get<IReverseProxyFeature>();
        var route = proxied?.Route.Config.RouteId;
        var cluster = proxied?.Cluster.Config.ClusterId;
        var duration = Math.Round(took.TotalMilliseconds, 2);
        var requestId = context.TraceIdentifier;
        var method = context.Request.Method;
        string path = context.Request.Path;
        Log.RequestFinished(
            logger, requestId, method, path, context.Response.StatusCode, "completed",
            duration, duration, route, cluster, "bench-json", "bench", stream: false, attempts: 1,
            inputTokens: 420, outputTokens: 120, costUsd: null, estimated: false, error: null, callerRequestId: null);
    }

    private static partial class Log
    {
        [LoggerMessage(
            EventId = 100,
            EventName = "RequestFinished",
            Level = LogLevel.Information,
            SkipEnabledCheck = true,
            Message = "{RequestId} {Method} {Endpoint} {Status} {Outcome} in {DurationMs} ms (first byte {FirstByteMs}); "
                + "route {Route}, cluster {Cluster}, model {Model}, upstream {UpstreamModel}, stream {Stream}, "
                + "attempts {Attempts}, tokens {InputTokens}/{OutputTokens}, cost {CostUsd} (estimated {Estimated}), "
                + "error {Error}, caller {CallerRequestId}")]
        public static partial void RequestFinished(
            ILogger logger,
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
            long? inputTokens,
            long? outputTokens,
            decimal? costUsd,
            bool estimated,
            string? error,
            string? callerRequestId);
    }
}
