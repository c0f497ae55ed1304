using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Steps;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace LlmProxy.Exchange.Detached;

/// <summary>Brings the answer of a flight to the client. YARP copies it, as it would from a provider: it flushes, waits for a slow client, and cancels.</summary>
internal sealed class FlightDelivery(IHttpForwarder forwarder, FlightAnswers answers) : IDisposable
{
    // RFC 2606: resolves nowhere, and nothing resolves it.
    private const string Nowhere = "http://flight.invalid/";

    // What is silent here is timed where it is awaited: in the flight.
    private static readonly ForwarderRequestConfig Config = new() { ActivityTimeout = Timeout.InfiniteTimeSpan };

    private readonly HttpMessageInvoker _invoker = new(new FlightHandler());
    private readonly FlightTransformer _transformer = new();

    /// <summary>Delivers a flight's answer, the flight's only reader.</summary>
    /// <exception cref="LlmException">It cannot be delivered in the client's protocol, and the client has seen nothing yet.</exception>
    public Task DeliverAsync(LlmExchange exchange, FlightStart start) =>
        DeliverAsync(exchange, new FlightOpening(cancellationToken => OpenAsync(exchange, start, cancellationToken), start.Flight.Response));

    /// <summary>Delivers what <paramref name="opening"/> opens.</summary>
    /// <exception cref="LlmException">It cannot be delivered, and the client has seen nothing yet.</exception>
    public async Task DeliverAsync(LlmExchange exchange, FlightOpening opening)
    {
        var context = exchange.Context;
        HttpResponseMessage? opened = null;
        context.Features.Set(opening with { OpenAsync = async cancellationToken => opened = await opening.OpenAsync(cancellationToken) });
        ForwarderError error;
        try
        {
            error = await forwarder.SendAsync(context, Nowhere, _invoker, Config, _transformer);
        }
        finally
        {
            FlightAnswers.Close(exchange, opened);
        }

        if (exchange.Attempt?.Refusal is { } refusal)
            throw new LlmException(refusal);
        if (error == ForwarderError.None)
            return;
        if (context.RequestAborted.IsCancellationRequested && !exchange.Answer.IsBroken)
        {
            exchange.Outcome ??= RequestOutcome.ClientGone;
            return;
        }

        if (context.Response.HasStarted)
        {
            exchange.Outcome ??= RequestOutcome.Broken;
            return;
        }

        var cause = context.Features.Get<IForwarderErrorFeature>();
        context.Response.Clear();
        var failure = ExchangeErrors.Of(cause!, exchange.Attempt!);
        throw new LlmException(failure.Error, failure.Cause);
    }

    public void Dispose() => _invoker.Dispose();

    private async Task<HttpResponseMessage> OpenAsync(LlmExchange exchange, FlightStart start, CancellationToken cancellationToken)
    {
        var message = await answers.OpenAsync(exchange, start, cancellationToken);
        start.Flight.Seal();
        return message;
    }
}
