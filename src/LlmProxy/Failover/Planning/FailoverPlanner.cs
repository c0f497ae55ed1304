using LlmProxy.Configuration;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Failover.Breakers;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Keys;
using LlmProxy.Providers;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Failover.Planning;

/// <summary>Decides what is tried after a failure: the plan that a route declares, walked one step at a time.</summary>
/// <remarks>
/// The order is: another key of the cluster, the same destination after a wait, another destination, then the next cluster or
/// model. What a failure allows stands in <see cref="FailureTable"/>; how often and how long, in the route's <c>Retry</c>.
/// YARP's own state is looked up lazily: YARP makes its clients before that state, and they need the gate, which needs this.
/// </remarks>
internal sealed class FailoverPlanner(
    Lazy<IProxyStateLookup> lookup, ProviderAdapters adapters, DestinationBreakers breakers, KeyPools keys, TimeProvider clock)
{
    /// <summary>Where chance comes from; a test sets its own.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>Takes note of a failure and says what comes next; <c>null</c>: nothing. To be asked once for each failure.</summary>
    public NextAttempt? Decide(LlmAttempt attempt, AttemptFailure failure)
    {
        var exchange = attempt.Exchange;
        var state = exchange.Failover ??= new FailoverState(attempt.Target);
        state.Note(attempt, failure);
        if (failure.Kind == FailureKind.NoDestination)
            state.NoteRecovery(attempt.Target, breakers.SoonestRecovery(attempt.Cluster, AllDestinations(attempt.Cluster)));
        if (exchange.Context.RequestAborted.IsCancellationRequested || !MayTryAgain(exchange, failure))
            return null;
        return AtSameTarget(attempt, failure, state) ?? AtNextTarget(exchange, failure, state);
    }

    /// <summary>Where else a request may go whose attempt is late but has not failed: another destination, else the next target.</summary>
    /// <returns>The target, and what a second run of attempts is to know; <c>null</c>: nowhere.</returns>
    public (FailoverTarget Target, FailoverState State)? Elsewhere(LlmExchange exchange, LlmAttempt late)
    {
        var state = new FailoverState(late.Target);
        if (late.Destination is { } taken && late.Cluster.Credential != CredentialSource.Caller
            && Available(late.Cluster).Any(other => !ReferenceEquals(other, taken)))
        {
            state.Visit(late.Target);
            state.Avoid(taken);
            return (late.Target, state);
        }

        if (exchange.IsPinned || exchange.StaysAtTarget || exchange.RoutedModel is not { } model)
            return null;
        state.Skip(late.Target, null);
        foreach (var target in exchange.Route.Failover.Chains.For(model, FailureClass.General))
        {
            if (state.Knows(target) || !Suits(target, exchange) || Available(target.Cluster).Count == 0)
                continue;
            state.Visit(target);
            return (target, state);
        }

        return null;
    }

    /// <summary>The time that is left for the whole request.</summary>
    private TimeSpan Left(LlmAttempt attempt) => attempt.Timeouts.Total - clock.GetElapsedTime(attempt.Exchange.Arrived);

    private static bool MayTryAgain(LlmExchange exchange, AttemptFailure failure)
    {
        if (exchange.TriesOnce || exchange.Attempts >= exchange.Route.Failover.Retry.MaxTotal || exchange.Path.Endpoint == LlmEndpoint.Realtime)
            return false;
        // A body that streams through is gone once it was sent.
        if (exchange is { Body: null, StreamsBody: true } && !WasNeverSent(failure.Kind))
            return false;
        return !failure.Rule.MayHaveRun || !MakesObject(exchange);
    }

    private static bool WasNeverSent(FailureKind kind) => kind
        is FailureKind.DnsFailed or FailureKind.ConnectFailed or FailureKind.ConnectTimeout or FailureKind.TlsFailed or FailureKind.NoDestination;

    /// <summary>Whether a second run would leave a second object behind: a file, a batch. Answers that a provider keeps are replaced harmlessly.</summary>
    private static bool MakesObject(LlmExchange exchange) =>
        !HttpMethods.IsGet(exchange.Context.Request.Method) && !HttpMethods.IsHead(exchange.Context.Request.Method)
        && exchange.Path.Endpoint is LlmEndpoint.Files or LlmEndpoint.FileObject or LlmEndpoint.Batches or LlmEndpoint.BatchObject
            or LlmEndpoint.MessagesOther or LlmEndpoint.ResponseObject or LlmEndpoint.Other;

    private NextAttempt? AtSameTarget(LlmAttempt attempt, AttemptFailure failure, FailoverState state)
    {
        var retry = attempt.Exchange.Route.Failover.Retry;
        var actions = failure.Rule.Actions;
        if (actions.HasFlag(FailureActions.OtherKey) && keys.HasOther(attempt.Cluster, attempt.UpstreamModel, state.TriedKeys))
        {
            state.OtherKey();
            return new(attempt.Target, TimeSpan.Zero);
        }

        if (state.AttemptsAtTarget >= retry.MaxAttempts || attempt.Destination is not { } destination
            || (attempt.SentAt != 0 && clock.GetElapsedTime(attempt.SentAt) > retry.SlowAfter))
            return null;
        var hasOther = Available(attempt.Cluster).Any(other => state.AttemptsAt(other) == 0);
        var mayStay = actions.HasFlag(FailureActions.SameDestination)
            && !(hasOther && (state.AttemptsAt(destination) >= retry.MaxPerDestination || WasNeverSent(failure.Kind)))
            && !(failure.Kind == FailureKind.RateLimited && Candidates(attempt.Exchange, failure, state).Count > 0);
        if (mayStay && Wait(attempt, failure, state) is { } wait)
        {
            state.Waited();
            return new(attempt.Target, wait, destination);
        }

        return hasOther && actions.HasFlag(FailureActions.OtherDestination) ? new(attempt.Target, TimeSpan.Zero) : null;
    }

    private TimeSpan? Wait(LlmAttempt attempt, AttemptFailure failure, FailoverState state)
    {
        var retry = attempt.Exchange.Route.Failover.Retry;
        var wait = failure.RetryAfter is { } asked
            ? Backoff.OfProvider(retry, asked, Random())
            : Backoff.Of(retry, state.Waits, Random());
        return wait < Left(attempt) ? wait : null;
    }

    private NextAttempt? AtNextTarget(LlmExchange exchange, AttemptFailure failure, FailoverState state)
    {
        if (Left(exchange.Attempt!) <= TimeSpan.Zero)
            return null;
        foreach (var target in Candidates(exchange, failure, state))
        {
            if (Available(target.Cluster).Count > 0)
            {
                state.Visit(target);
                return new(target, TimeSpan.Zero);
            }

            state.Skip(target, breakers.SoonestRecovery(target.Cluster, AllDestinations(target.Cluster)));
        }

        return null;
    }

    private List<FailoverTarget> Candidates(LlmExchange exchange, AttemptFailure failure, FailoverState state)
    {
        // What a fallback finds wrong with a request, a parameter that it does not know, the next one may not.
        var allowed = failure.Rule.Actions.HasFlag(FailureActions.OtherTarget)
            || (state.IsFallback && failure.Kind is FailureKind.InvalidRequest or FailureKind.NotFound or FailureKind.RequestTooLarge);
        if (!allowed || exchange.IsPinned || exchange.StaysAtTarget || exchange.RoutedModel is not { } model)
            return [];
        return [.. exchange.Route.Failover.Chains.For(model, failure.Rule.Class).Where(target => !state.Knows(target) && Suits(target, exchange))];
    }

    /// <summary>A caller's own key is for the vendor that the caller meant, and goes nowhere else; what is outside the scopes of the gateway's key is left out.</summary>
    private bool Suits(FailoverTarget target, LlmExchange exchange) =>
        exchange.Caller.Scopes.AllowsTarget(target) && target.Cluster.IsUsable && target.Cluster.Credential != CredentialSource.Caller
        && adapters.Get(target.Cluster.Provider).Supports(exchange.Path.Endpoint)
        && exchange.Budgets?.Permits(exchange, target) is not false;

    private IReadOnlyList<DestinationState> Available(LlmClusterModel cluster) =>
        lookup.Value.TryGetCluster(cluster.ClusterId, out var state)
            ? breakers.Available(cluster, state.DestinationsState.AvailableDestinations)
            : [];

    private IReadOnlyList<DestinationState> AllDestinations(LlmClusterModel cluster) =>
        lookup.Value.TryGetCluster(cluster.ClusterId, out var state) ? state.DestinationsState.AllDestinations : [];
}
