using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Headers;
using LlmProxy.Metering.Ledger.Settings;
using LlmProxy.Metering.Prices;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Metering.Deferred;

/// <summary>Notices work that goes on behind its request, and that it has ended, which whoever asks for its object is told.</summary>
/// <remarks>
/// Providers bill batches and background responses when they are done, by when the request that handed them in is long over. The
/// gateway sees their end, and what they used, in the answer to whoever fetches the object; nobody fetching it, the cost stays unknown.
/// </remarks>
internal sealed class DeferredBooks(DeferredJobs jobs, DeferredCharges charges, TimeProvider clock)
{
    /// <summary>Whether a request may hand in such work.</summary>
    public static bool Defers(LlmExchange exchange) => exchange.Path.Endpoint switch
    {
        LlmEndpoint.Responses => exchange.Request is { Background: true },
        LlmEndpoint.Batches => HttpMethods.IsPost(exchange.Context.Request.Method),
        _ => false,
    };

    /// <summary>Whether a request asks for the object of such work, whose end it may see.</summary>
    public bool Awaits(LlmExchange exchange) =>
        exchange.Path.Endpoint is LlmEndpoint.ResponseObject or LlmEndpoint.BatchObject && exchange.Path.ObjectId is { } id && jobs.Contains(id);

    /// <summary>Remembers the work that a request has handed in. To be called before the client has its whole answer: it may ask for the object at once.</summary>
    public void Expect(LlmExchange exchange)
    {
        if (exchange.IsDetached || !ReferenceEquals(LlmExchange.Of(exchange.Context), exchange) || WorkStatuses.Of(exchange.Answer) is WorkStatus.Ended or WorkStatus.Failed)
            return;
        if (exchange is not { Answer: { Id: { } id, Expected: null } answer, Attempt: { Status: < 300 } attempt })
            return;
        answer.Expected = new HeldCharge();
        jobs.Add(id, Of(exchange, attempt) with { HeldSoFar = answer.Expected });
    }

    /// <summary>Takes note of a request that has ended: it may have handed in work, or have seen the end of some.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="isUnknown">Whether nobody knows what it cost.</param>
    /// <param name="held">What budgets were charged in the place of what nobody knows yet, US dollars.</param>
    /// <returns>Ends when what it has changed is on disk, or faults where that cannot be written. Only a strict ledger waits for it.</returns>
    public Task NoteAsync(LlmExchange exchange, bool isUnknown, decimal held)
    {
        switch (exchange.Path.Endpoint)
        {
            case LlmEndpoint.Responses or LlmEndpoint.Batches when isUnknown && Defers(exchange):
                // Of a stream that was cut nobody has noted it yet.
                Expect(exchange);
                if (held != 0)
                    NoteHeld(exchange, held);
                return exchange is { Answer.Expected: not null, Route.Proxy.Ledger.Durability: LedgerDurability.Strict } ? jobs.FlushAsync() : Task.CompletedTask;
            case LlmEndpoint.Responses or LlmEndpoint.Batches when exchange.Answer is { Id: { } done, Expected: not null }:
                // A server that knows no work behind requests, or a stream that has told its end: the request itself has paid for it.
                jobs.Withdraw(done, exchange.RequestId);
                break;
            case LlmEndpoint.ResponseObject or LlmEndpoint.BatchObject when exchange is { Answer: { Id: { } id } answer, Attempt: { Status: < 300 } attempt }:
                if (WorkStatuses.Of(answer) is (WorkStatus.Ended or WorkStatus.Failed) and var status && id == exchange.Path.ObjectId
                    && jobs.Take(id, attempt.Cluster.ClusterId) is { } job)
                    return charges.ChargeAsync(id, job, attempt, status);
                break;
        }

        return Task.CompletedTask;
    }

    /// <summary>Whoever has the answer may have seen the end of the work before this is known.</summary>
    private void NoteHeld(LlmExchange exchange, decimal held)
    {
        if (exchange is not { Answer: { Id: { } id, Expected: { } expected }, Attempt: { } attempt })
            return;
        if (expected.TryNote(held))
            jobs.NoteHeld(id, held);
        else
            charges.GiveBack(Of(exchange, attempt), held);
    }

    private DeferredJob Of(LlmExchange exchange, LlmAttempt attempt) => new()
    {
        RequestId = exchange.RequestId,
        Time = clock.GetUtcNow() - clock.GetElapsedTime(exchange.Arrived),
        Cluster = attempt.Cluster.ClusterId,
        Destination = attempt.Destination?.DestinationId,
        IsBatch = exchange.Path.Endpoint == LlmEndpoint.Batches,
        ServiceTier = AttemptPrices.Asked(exchange).ServiceTier,
        Route = exchange.Route.RouteId,
        Endpoint = exchange.Path.Endpoint.Label(),
        Provider = GenAiProviders.Of(attempt.Cluster.Provider, attempt.DestinationHost),
        ModelAsked = SafeText.Of(exchange.Model),
        Model = attempt.UpstreamModel,
        ModelPattern = exchange.ModelPattern,
        Tenant = exchange.Caller.Tenant,
        User = exchange.User,
        KeyId = exchange.Caller.KeyId,
        CallerRequestId = SafeText.Of(exchange.Context.Request.Headers[LlmHeaderNames.CallerRequestId].ToString() is { Length: > 0 } id ? id : null),
        Tags = exchange.Tags,
    };
}
