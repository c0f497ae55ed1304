using LlmProxy.Core.Errors;
using LlmProxy.Core.Prompts.Rendering;
using LlmProxy.Core.Requests;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Detached;
using LlmProxy.Failover.Planning;
using LlmProxy.Metering;
using LlmProxy.Prompts;
using LlmProxy.Prompts.Requests;
using LlmProxy.Providers;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Failover.Shadow;

/// <summary>Copies requests to another model in the background, and keeps what both answered.</summary>
/// <remarks>
/// The copy shares the request's body and nothing else: it has its own memory, 64 MiB for all copies together, against which the
/// bodies count too; where there is no room, or as many copies as may be are under way, none is made. It goes on when the
/// request ends first, and ends with the gateway.
/// </remarks>
internal sealed partial class ShadowRunner(
    Flights flights, FlightAnswers answers, ProviderAdapters adapters, ShadowRing ring, ShadowBooks books, LlmMetrics metrics, IHostApplicationLifetime host,
    TimeProvider clock, ILogger<ShadowRunner> logger)
{
    /// <summary>Most characters of a text that are kept.</summary>
    public const int MaxText = 8192;

    private const long MaxBytes = 64 * 1024 * 1024;

    private readonly BufferBudget _budget = new(static () => MaxBytes);
    private readonly ShadowSlots _slots = new();

    /// <summary>Where chance comes from; a test sets its own.</summary>
    public Func<double> Random { get; set; } = System.Random.Shared.NextDouble;

    /// <summary>Bytes that copies hold.</summary>
    public long UsedBytes => _budget.UsedBytes;

    /// <summary>Copies a request, if chance and bounds allow.</summary>
    public void TryStart(LlmExchange exchange, FailoverTarget target, RequestDelegate forward)
    {
        if (Random() * 100 < exchange.Route.Failover.Shadow.Percent && MayCopy(exchange, target))
            TryStart(exchange, target, forward, exchange.Body!.Length, new FlightOptions { IsExtra = true, Budget = _budget });
    }

    /// <summary>Copies a request to the shadow variant of an experiment, if bounds allow; chance has been asked before.</summary>
    public void TryStart(LlmExchange exchange, ShadowUse shadow, RequestDelegate forward)
    {
        if (shadow.Request is not { } request || Target(exchange, shadow.Use) is not { } target || !MayCopy(exchange, target))
            return;
        PooledBody? body = null;
        try
        {
            body = new PooledBody(_budget, (int)Math.Min(request.Body.Length + shadow.Use.Bytes, int.MaxValue));
            PromptWriter.Write(PromptRequests.Of(exchange, shadow.Use, request), request.Body.Span, body);
            shadow.Use.IsRendered = true;
            TryStart(exchange, target, forward, 0, new FlightOptions
            {
                IsExtra = true,
                Budget = _budget,
                Body = body,
                Request = LlmRequestReader.Read(body.Memory, exchange.Route.Proxy.Limits.MaxJsonDepth),
                Prompt = shadow.Use,
            });
        }
        catch (LlmException)
        {
            // No room for another copy, or nothing that the version could be put around: it is no concern of the caller's.
            metrics.Shadowed(exchange.Route.RouteId, "skipped");
        }
        finally
        {
            body?.Dispose();
        }
    }

    /// <summary>Where a variant's copy goes; <c>null</c>: no cluster has its model.</summary>
    private static FailoverTarget? Target(LlmExchange exchange, PromptUse use)
    {
        if ((use.Settings.Model ?? exchange.Model) is not { } model)
            return exchange.Attempt is { } attempt ? new(attempt.Cluster, attempt.UpstreamModel, exchange.ModelPattern) : null;
        var pick = exchange.Route.Router.Pick(model);
        return pick.Cluster is { } cluster ? new(cluster, pick.UpstreamModel ?? model, pick.Pattern) : null;
    }

    // A caller that wants its prompt to go nowhere else means copies too.
    private bool MayCopy(LlmExchange exchange, FailoverTarget target) =>
        !exchange.StaysAtTarget && DetachedEndpoints.MayRunTwice(exchange) && exchange.Caller.Scopes.AllowsTarget(target)
        && target.Cluster.Credential != Configuration.CredentialSource.Caller && adapters.Get(target.Cluster.Provider).Supports(exchange.Path.Endpoint);

    /// <param name="exchange">The request.</param>
    /// <param name="target">Where its copy goes.</param>
    /// <param name="forward">YARP's pipeline.</param>
    /// <param name="bytes">What the copy needs of the request's own memory, which it keeps from going.</param>
    /// <param name="options">The copy.</param>
    private void TryStart(LlmExchange exchange, FailoverTarget target, RequestDelegate forward, long bytes, FlightOptions options)
    {
        var route = exchange.Route;
        if (host.ApplicationStopping.IsCancellationRequested || !_slots.TryTake(route))
        {
            metrics.Shadowed(route.RouteId, "skipped");
            return;
        }

        if (!_budget.TryTake(bytes))
        {
            _slots.Return(route);
            metrics.Shadowed(route.RouteId, "skipped");
            return;
        }

        var answer = new AnswerCapture(_budget);
        var run = new ShadowRun(exchange, this, answer, new AnswerCapture(_budget), clock) { Variant = options.Prompt?.Assignments[0].ToString() };
        // For the books, which may have to count the prompt after the request itself is over.
        (options.Body ?? exchange.Body!).AddUse();
        var flight = flights.Start(exchange, target, forward, options);
        exchange.Shadow = run;
        exchange.Context.Response.Body = new AnswerTee(exchange.Context.Response.Body, answer);
        _ = FlyAsync(run, flight, route, bytes);
    }

    /// <summary>Both have ended.</summary>
    public void Ended(ShadowComparison comparison)
    {
        ring.Add(comparison);
        Log.Compared(
            logger, comparison.RequestId, comparison.Route, comparison.Request.Cluster, comparison.Request.Model, comparison.Request.Outcome,
            comparison.Request.DurationMs, comparison.Request.OutputTokens, comparison.Shadow.Cluster, comparison.Shadow.Model, comparison.Shadow.Outcome,
            comparison.Shadow.DurationMs, comparison.Shadow.OutputTokens);
    }

    private async Task FlyAsync(ShadowRun run, Flight flight, Configuration.LlmRouteModel route, long bytes)
    {
        await using var stop = host.ApplicationStopping.UnsafeRegister(static flight => ((Flight)flight!).Cancel(), flight);
        var isGood = false;
        try
        {
            isGood = await run.FlyAsync(flight, answers);
            books.Book(flight.Exchange);
        }
        finally
        {
            flight.Exchange.Body!.Dispose();
            _budget.Return(bytes);
            _slots.Return(route);
            metrics.Shadowed(route.RouteId, isGood ? "completed" : "failed");
            metrics.ShadowEnded(route.RouteId, flight.Exchange.Attempt!.Cluster.ClusterId, run.Elapsed);
        }
    }

    // Event ids 230 to 234. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            230, LogLevel.Information,
            "Request {RequestId} of route '{Route}': {Cluster}, {Model}: {Outcome} in {DurationMs} ms, {OutputTokens} tokens; "
            + "shadow {ShadowCluster}, {ShadowModel}: {ShadowOutcome} in {ShadowDurationMs} ms, {ShadowOutputTokens} tokens.",
            EventName = "ShadowCompared")]
        public static partial void Compared(
            ILogger logger, string requestId, string route, string? cluster, string? model, string outcome, double durationMs, long? outputTokens,
            string? shadowCluster, string? shadowModel, string shadowOutcome, double shadowDurationMs, long? shadowOutputTokens);
    }
}
