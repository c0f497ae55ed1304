using Microsoft.AspNetCore.Http.Features;

namespace LlmProxy.Exchange.Detached;

/// <summary>A flight's own cancellation: for those in it, it is as if their client went.</summary>
/// <param name="source">Has neither timer nor link, so that it needs no disposal and can be cancelled at any time.</param>
internal sealed class FlightLifetime(CancellationTokenSource source) : IHttpRequestLifetimeFeature
{
    public CancellationToken RequestAborted { get; set; } = source.Token;

    /// <summary>Ends the flight. Callbacks run elsewhere: whoever cancels may hold a lock.</summary>
    public void Abort() => _ = source.CancelAsync();
}
