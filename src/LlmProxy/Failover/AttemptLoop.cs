using LlmProxy.Core.Errors;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Delivery.Guarded;
using LlmProxy.Exchange.Steps;
using LlmProxy.Failover.Breakers;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.LastResort;
using LlmProxy.Failover.Planning;
using LlmProxy.Health.Shutdown;
using LlmProxy.Providers;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Failover;

/// <summary>One attempt after another, until an answer is committed or nothing is left to try.</summary>
internal sealed partial class AttemptLoop(
    AttemptRunner runner, FailoverPlanner planner, DestinationBreakers breakers, ProviderAdapters adapters, LlmMetrics metrics, ShutdownState shutdown,
    StrictBooks books, GuardedErrors errors, TimeProvider clock, ILogger<AttemptLoop> logger)
{
    /// <summary>Runs the attempts of a request, and tells the client if nothing came of them.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="attempt">The first attempt.</param>
    /// <param name="forward">YARP's pipeline.</param>
    /// <exception cref="LlmException">No attempt brought an answer that can be passed on.</exception>
    public async Task RunAsync(LlmExchange exchange, LlmAttempt attempt, RequestDelegate forward)
    {
        // Not by way of TryAsync: what succeeds at once, as nearly all does, needs no state machine more.
        if (await runner.RunAsync(attempt, forward) is { } first && await TryOthersAsync(exchange, attempt, first, forward) is { } failure)
            await EndAsync(exchange, failure);
    }

    /// <summary>Runs the attempts of a request.</summary>
    /// <returns>Why none brought an answer; <c>null</c> where one did, or where the client is gone.</returns>
    public async Task<AttemptFailure?> TryAsync(LlmExchange exchange, LlmAttempt attempt, RequestDelegate forward) =>
        await runner.RunAsync(attempt, forward) is { } first ? await TryOthersAsync(exchange, attempt, first, forward) : null;

    /// <summary>Tells the client why nothing came of it.</summary>
    /// <exception cref="LlmException">In place of a provider's own answer.</exception>
    public async Task EndAsync(LlmExchange exchange, AttemptFailure failure)
    {
        var told = failure.Kind == FailureKind.Stopping ? failure : exchange.Failover?.Told ?? failure;
        if (LastResortRules.Answers(exchange, told))
        {
            Log.LastResort(logger, exchange.RequestId, told.Kind, told.Status, told.Error.Message);
            await LastResortResponse.WriteAsync(exchange, told, clock.GetUtcNow(), books);
            return;
        }

        exchange.Context.Response.Clear();
        if (told.Answer is { } answer)
        {
            exchange.Outcome = RequestOutcome.ProviderError;
            await ErrorResponse.WriteAsync(exchange, errors.Judge(exchange, answer), told.RetryAfter, books);
            return;
        }

        var error = told.Error;
        if (told.Kind == FailureKind.NoDestination && exchange.Failover is { SoonestRecovery: { } wait, SoonestCluster: { } soonest })
        {
            var seconds = Math.Max(1, Math.Ceiling(wait.TotalSeconds));
            error = error with
            {
                RetryAfter = wait,
                Message = $"{error.Message} Circuits that opened after too many failures let nothing through; the first to be tried again is that of cluster '{soonest.ClusterId}', in {seconds} s.",
            };
        }

        throw new LlmException(errors.Judge(exchange, told with { Error = error }), told.Cause);
    }

    /// <summary>Tries what is left after a first failure.</summary>
    private async Task<AttemptFailure?> TryOthersAsync(LlmExchange exchange, LlmAttempt attempt, AttemptFailure? failure, RequestDelegate forward)
    {
        while (failure is not null)
        {
            // What failed in the forwarding handler was decided there, before YARP copied anything.
            var next = attempt.Failure is null ? planner.Decide(attempt, failure) : attempt.Next;
            var cluster = attempt.Cluster.ClusterId;
            metrics.AttemptFailed(cluster, failure.Kind);
            if (next is null)
            {
                if (failure.Status is null)
                    Log.AttemptFailed(logger, exchange.RequestId, cluster, failure.Error.Code, failure.Cause?.GetBaseException().Message);
                return failure;
            }

            // The failure may just have opened the circuit of the place that was to be tried again: waiting for that would be in vain.
            if (next.Destination is { } same && breakers.SoonestRecovery(next.Target.Cluster, [same]) is not null)
                next = next with { Delay = TimeSpan.Zero, Destination = null };
            Log.FailedOver(
                logger, exchange.RequestId, cluster, failure.Kind, failure.Status, next.Target.Cluster.ClusterId, SafeText.Of(next.Target.Model), next.Delay.TotalMilliseconds);
            if (next.Delay > TimeSpan.Zero)
                await WaitAsync(next.Delay, exchange.Context.RequestAborted);
            if (shutdown.DrainOver.IsCancellationRequested)
                return new(FailureKind.Stopping, FailureErrors.Create(FailureKind.Stopping, attempt));

            attempt = Begin(exchange, next);
            failure = await runner.RunAsync(attempt, forward);
        }

        return null;
    }

    /// <summary>Waits, but not beyond the gateway's end.</summary>
    private async Task WaitAsync(TimeSpan delay, CancellationToken aborted)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(aborted, shutdown.DrainOver);
        try
        {
            await Task.Delay(delay, clock, either.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            // The gateway ends: whoever waited is told so.
        }
    }

    private LlmAttempt Begin(LlmExchange exchange, NextAttempt next)
    {
        exchange.Context.Response.Clear();
        exchange.PastAttempts.Add(exchange.Attempt!);
        var attempt = new LlmAttempt(exchange, next.Target, adapters.Get(next.Target.Cluster.Provider)) { Only = next.Destination };
        exchange.Attempt = attempt;
        exchange.ModelPattern = next.Target.Pattern ?? exchange.ModelPattern;
        return attempt;
    }

    // Event ids 130 to 139, and 242. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            130, LogLevel.Warning, "Request {RequestId} got no answer from cluster '{Cluster}': {Error}. {Cause}", EventName = "AttemptFailed")]
        public static partial void AttemptFailed(ILogger logger, string requestId, string cluster, string? error, string? cause);

        [LoggerMessage(
            242, LogLevel.Warning, "Request {RequestId} got the route's last resort in place of {Failure} ({Status}): {Error}", EventName = "LastResort")]
        public static partial void LastResort(ILogger logger, string requestId, FailureKind failure, int? status, string error);

        [LoggerMessage(
            131, LogLevel.Information,
            "Request {RequestId} failed at cluster '{Cluster}' with {Failure} ({Status}); next is cluster '{Next}', model '{Model}', after {DelayMs:0} ms.",
            EventName = "FailedOver")]
        public static partial void FailedOver(
            ILogger logger, string requestId, string cluster, FailureKind failure, int? status, string next, string? model, double delayMs);
    }
}
