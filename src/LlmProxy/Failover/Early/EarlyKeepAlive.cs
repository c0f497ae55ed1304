using LlmProxy.Exchange;
using LlmProxy.Exchange.Delivery.Guarded;
using LlmProxy.Exchange.Detached;
using Microsoft.Net.Http.Headers;

namespace LlmProxy.Failover.Early;

/// <summary>Begins the answer to the client of a stream before any provider has answered: with status 200 and comments.</summary>
internal sealed class EarlyKeepAlive(FlightDelivery delivery, FlightAnswers answers, GuardedErrors errors, TimeProvider clock)
{
    /// <summary>Whether the outcome is known before the first comment is due.</summary>
    public async Task<bool> IsInTimeAsync(LlmExchange exchange, Task<FlightStart> decision)
    {
        try
        {
            await decision.WaitAsync(exchange.Route.Failover.KeepAlive.Interval, clock);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Sends comments, and then the answer, or why there is none.</summary>
    public async Task DeliverAsync(LlmExchange exchange, Task<FlightStart> decision)
    {
        // Where it goes is not known yet, so the headers say nothing of it.
        exchange.Attempt = null;
        var headers = exchange.Context.Response.Headers;
        headers["X-Accel-Buffering"] = "no";
        headers[HeaderNames.CacheControl] = "no-cache";
        await delivery.DeliverAsync(exchange, new FlightOpening(_ => Task.FromResult(Open(exchange, decision)), Headers: null));
    }

    private HttpResponseMessage Open(LlmExchange exchange, Task<FlightStart> decision)
    {
        var stream = new EarlyStream(exchange, decision, answers, errors, clock);
        var message = new HttpResponseMessage { Content = new StreamContent(stream) };
        message.Content.Headers.TryAddWithoutValidation(HeaderNames.ContentType, "text/event-stream");
        return message;
    }
}
