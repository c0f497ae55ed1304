using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Events;

namespace LlmProxy.Prompts.Quality;

/// <summary>Takes what somebody thinks of an answer: finds the request, counts it for its version, and keeps it.</summary>
internal sealed class FeedbackDesk(
    RequestLookup requests, FeedbackBook book, FeedbackRate rate, PromptStats stats, PromptMetrics metrics, IEventHub events, LlmConfigState configuration)
{
    /// <summary>Takes an opinion.</summary>
    /// <param name="feedback">The opinion; its tenant is set from the request.</param>
    /// <param name="giver">Who says it; <c>null</c>: whoever runs the gateway.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="LlmException">404: there is no such request, or it is another tenant's; 429: too many; 503: the store cannot be read.</exception>
    public async Task<FeedbackReceipt> TakeAsync(Feedback feedback, FeedbackGiver? giver, CancellationToken cancellationToken)
    {
        if (giver is not null && rate.Take(giver.Id, configuration.Current.Proxy.Prompts.Feedback.PerMinute) is { } wait)
            throw TooMany(wait);
        if (!book.IsLoaded)
            throw Away();
        var request = await FindAsync(feedback.RequestId, cancellationToken);
        if (request is not { } found || (giver is not null && giver.Tenant != found.Tenant))
            throw NotFound();
        var said = feedback with { Tenant = found.Tenant, IsNamed = found.IsNamed };
        var isReplaced = book.Set(said, (now, before) => stats.Rate(found.Prompt, found.Assignments, now, before));
        metrics.Feedback(found.Prompt, said);
        var prompt = found.Prompt?.ToString();
        if (events.Wants(EventTypes.FeedbackReceived))
            events.Publish(new FeedbackEvent(said.Time, said.RequestId, prompt, said.Tenant, said.Rating, said.Verdict));
        return new(said, prompt, isReplaced);
    }

    private async Task<RememberedRequest?> FindAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            return await requests.FindAsync(id, cancellationToken);
        }
        catch (IOException)
        {
            throw Away();
        }
    }

    private static LlmException NotFound() => new(new(
        404, LlmErrorTypes.NotFound, "There is no request with this id that has ended and is known here; 'request_id' is the answer's header x-llmproxy-request-id.",
        "request_not_found", "request_id") { ShouldRetry = false });

    private static LlmException TooMany(TimeSpan wait) =>
        new(new(429, LlmErrorTypes.RateLimit, "More feedback comes with this key than is taken in a minute.", "feedback_rate_limit") { RetryAfter = wait });

    private static LlmException Away() =>
        new(new(503, LlmErrorTypes.Server, "Feedback cannot be taken now; /health/ready tells why.", "feedback_unavailable") { RetryAfter = TimeSpan.FromSeconds(5) });
}
