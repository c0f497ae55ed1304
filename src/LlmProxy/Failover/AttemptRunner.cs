using LlmProxy.Core.Errors;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Headers;
using LlmProxy.Exchange.Steps;
using LlmProxy.Failover.Breakers;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Keys;
using LlmProxy.Failover.Planning;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Failover;

/// <summary>Runs one attempt through YARP's pipeline, and tells how it ended.</summary>
internal sealed class AttemptRunner(
    BufferBudget budget, IProxyStateLookup lookup, ReassignedRoutes routes, DestinationBreakers breakers, KeyPools keys, ProviderHealth health,
    TimeProvider clock)
{
    /// <summary>Runs it.</summary>
    /// <returns>Why it failed, while nothing of it has reached the client; <c>null</c> when the request is over.</returns>
    /// <exception cref="LlmException">The request itself is at fault, or the gateway.</exception>
    public async Task<AttemptFailure?> RunAsync(LlmAttempt attempt, RequestDelegate forward)
    {
        var exchange = attempt.Exchange;
        var context = exchange.Context;
        AttemptFailure? failure = null;
        string? error = null;
        try
        {
            failure = Reassign(attempt);
            if (failure is not null)
                return failure;
            exchange.Attempts++;
            attempt.Span = GenAiSpans.StartAttempt(exchange.Attempts, attempt.Cluster.ClusterId);
            attempt.Key = keys.Pick(attempt.Cluster, attempt.UpstreamModel, exchange.Failover?.TriedKeys, mayProbe: !exchange.StreamsBody);
            failure = Prepare(attempt);
            if (failure is not null)
                return failure;
            await forward(context);
            if (attempt.Refusal is { } refusal)
                throw new LlmException(refusal);
            failure = Failed(attempt, ref error);
            return failure;
        }
        catch (LlmException e)
        {
            error = e.Error.Code;
            throw;
        }
        finally
        {
            attempt.EndedAt = clock.GetTimestamp();
            attempt.FailedAs = failure?.Kind;
            if (failure is not null)
                health.Failed(attempt, failure);
            else if (attempt is { IsCommitted: true, Answer.IsBroken: true })
                health.Broken(attempt);
            health.Ended(attempt);
            // Here YARP has let go of the answer, and nothing reads from the provider any more.
            attempt.Timer?.Stop();
            attempt.Timer = null;
            attempt.Body?.Dispose();
            error ??= failure?.Error.Code;
            GenAiSpans.EndAttempt(
                attempt.Span, attempt.Destination?.DestinationId, attempt.Status, error is null ? "answered" : "failed", error);
        }
    }

    /// <summary>Moves the request to its cluster and its destinations; route and cluster together, since YARP's balancing and passive health look at the route's.</summary>
    private AttemptFailure? Reassign(LlmAttempt attempt)
    {
        var context = attempt.Exchange.Context;
        var feature = context.GetReverseProxyFeature();
        var clusterId = attempt.Cluster.ClusterId;
        if (!lookup.TryGetCluster(clusterId, out var cluster))
            throw new LlmException(new LlmError(503, LlmErrorTypes.Server, $"Cluster '{clusterId}' has just been removed from the configuration; try again.", "cluster_gone"));
        if (attempt.Exchange.Failover is not null || feature.Cluster.Config.ClusterId != clusterId)
        {
            // Also for the same cluster again: balancing has narrowed its destinations to one.
            context.ReassignProxyRequest(routes.Get(feature.Route, cluster), cluster);
            context.Features.Set<IForwarderErrorFeature>(null);
            // The one from before no longer counts.
            feature = context.GetReverseProxyFeature();
        }

        var available = attempt.Only is { } only ? [only] : Choice(attempt, feature.AvailableDestinations);
        feature.AvailableDestinations = available;
        feature.ProxiedDestination = null;
        return available.Count > 0 ? null : new(FailureKind.NoDestination, FailureErrors.Create(FailureKind.NoDestination, attempt));
    }

    /// <summary>What YARP balances over. A request that has failed already is not kept from what has just recovered.</summary>
    private IReadOnlyList<DestinationState> Choice(LlmAttempt attempt, IReadOnlyList<DestinationState> healthy)
    {
        if (attempt.Exchange.Failover is not { } state)
            return breakers.Offered(attempt.Cluster, healthy);
        return Untried(state, breakers.Available(attempt.Cluster, healthy));
    }

    private static IReadOnlyList<DestinationState> Untried(FailoverState state, IReadOnlyList<DestinationState> available)
    {
        List<DestinationState> untried = [.. available.Where(destination => state.AttemptsAt(destination) == 0)];
        return untried.Count > 0 ? untried : available;
    }

    private AttemptFailure? Prepare(LlmAttempt attempt)
    {
        var exchange = attempt.Exchange;
        attempt.Query = UpstreamQuery.Of(exchange.Context.Request.QueryString, attempt);
        attempt.PassesEncoding = !Endpoints.LlmEndpointExtensions.ReadsAnswer(exchange.Path.Endpoint);
        try
        {
            attempt.Adapter.Prepare(attempt);
        }
        catch (LlmException e) when (e.Error.Status < 500)
        {
            return new(FailureKind.Unsupported, e.Error);
        }

        if (exchange.Body is not { } body || attempt.Body is not null)
            return null;
        attempt.BodyContentType = exchange.Context.Request.ContentType ?? "application/json";
        if (attempt.Patch.IsEmpty)
        {
            body.AddUse();
            attempt.Body = body;
            return null;
        }

        // Owned by the attempt from here on, so that a failure half way gives the memory back.
        attempt.Body = new PooledBody(budget, attempt.Patch.LengthOf(body.Memory.Span));
        attempt.Patch.Apply(body.Memory.Span, attempt.Body);
        return null;
    }

    /// <summary>What became of the attempt, now that YARP is done with it.</summary>
    private static AttemptFailure? Failed(LlmAttempt attempt, ref string? error)
    {
        var exchange = attempt.Exchange;
        var context = exchange.Context;
        if (attempt.Failure is { } judged)
            return judged;
        if (context.Features.Get<IForwarderErrorFeature>() is not { } feature)
            return WasTurnedAway(attempt) ? new(FailureKind.NoDestination, FailureErrors.Create(FailureKind.NoDestination, attempt)) : null;
        if (context.RequestAborted.IsCancellationRequested && !attempt.Answer.IsBroken)
        {
            exchange.Outcome ??= RequestOutcome.ClientGone;
            error = "client_gone";
            return null;
        }

        if (context.Response.HasStarted)
        {
            exchange.Outcome = RequestOutcome.Broken;
            error = attempt.Answer.ErrorCode ?? "upstream_closed";
            return null;
        }

        return ExchangeErrors.Of(feature, attempt);
    }

    /// <summary>Whether YARP's session affinity let nothing through (<c>Return503Error</c>): it says so by a status alone, and nothing was sent.</summary>
    private static bool WasTurnedAway(LlmAttempt attempt) =>
        attempt.Destination is null && attempt.Exchange.Context.Response is { HasStarted: false, StatusCode: 503 };
}
