using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Detached;
using LlmProxy.Failover.Planning;
using LlmProxy.Metering;
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
        var route = exchange.Route;
        // A caller that wants its prompt to go nowhere else means copies too.
        if (exchange.StaysAtTarget || !DetachedEndpoints.MayRunTwice(exchange) || Random() * 100 >= route.Failover.Shadow.Percent
            || !exchange.Caller.Scopes.AllowsTarget(target) || target.Cluster.Credential == Configuration.CredentialSource.Caller || !adapters.Get(target.Cluster.Provider).Supports(exchange.Path.Endpoint))
            return;
        if (host.ApplicationStopping.IsCancellationRequested || !_slots.TryTake(route))
        {
            metrics.Shadowed(route.RouteId, "skipped");
            return;
        }

        var bytes = exchange.Body!.Length;
        if (!_budget.TryTake(bytes))
        {
            _slots.Return(route);
            metrics.Shadowed(route.RouteId, "skipped");
            return;
        }

        var answer = new AnswerCapture(_budget);
        var run = new ShadowRun(exchange, this, answer, new AnswerCapture(_budget), clock);
        // For the books, which may have to count the prompt after the request itself is over.
        exchange.Body.AddUse();
        var flight = flights.Start(exchange, target, forward, new FlightOptions { IsExtra = true, Budget = _budget });
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
