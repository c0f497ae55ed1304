using LlmProxy.Exchange.Bodies;
using LlmProxy.Failover;
using LlmProxy.Failover.Planning;
using LlmProxy.Providers;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Exchange.Detached;

/// <summary>Starts flights, and counts those under way.</summary>
internal sealed class Flights
{
    private readonly AttemptLoop _loop;
    private readonly ProviderAdapters _adapters;
    private readonly BufferBudget _budget;
    private readonly TimeProvider _clock;
    private int _active;

    public Flights(AttemptLoop loop, ProviderAdapters adapters, BufferBudget budget, LlmMetrics metrics, TimeProvider clock)
    {
        _loop = loop;
        _adapters = adapters;
        _budget = budget;
        _clock = clock;
        metrics.ObserveFlights(() => Active);
    }

    /// <summary>How many are under way.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Runs a request's attempts detached.</summary>
    /// <param name="parent">The request, still under way itself.</param>
    /// <param name="target">Where it goes first.</param>
    /// <param name="forward">YARP's pipeline.</param>
    /// <param name="options">What is special.</param>
    public Flight Start(LlmExchange parent, FailoverTarget target, RequestDelegate forward, FlightOptions options)
    {
        var sink = new FlightSink(parent.Route.Proxy.Limits.MaxFlightBytes, options.Budget ?? _budget, _clock);
        var response = new FlightResponse(sink);
        var lifetime = new FlightLifetime(new CancellationTokenSource());
        var context = FlightContext.Create(parent.Context, response, lifetime, options);
        var exchange = parent.Detach(context, options);
        exchange.Attempt = new LlmAttempt(exchange, target, _adapters.Get(target.Cluster.Provider));
        exchange.ModelPattern = target.Pattern ?? parent.ModelPattern;
        context.Features.Set(exchange);
        var flight = new Flight(exchange, sink, response, lifetime, options.RunsOn);
        if (options.RunsOn || options.IsExtra || options.IsRepeat)
            flight.LimitTo(exchange.Attempt.Timeouts.Total - _clock.GetElapsedTime(exchange.Arrived), _clock);
        Interlocked.Increment(ref _active);
        flight.Begin(_loop, forward, _ => Interlocked.Decrement(ref _active));
        return flight;
    }
}
