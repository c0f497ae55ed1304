using LlmProxy.Core.Protocols;
using LlmProxy.Core.Requests;
using LlmProxy.Core.Tokens.Prompts;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Delivery.Guarded.Corrections;
using LlmProxy.Exchange.Detached;
using LlmProxy.Failover.Planning;
using LlmProxy.Metering.Tokens;
using LlmProxy.Providers;
using LlmProxy.Tests.Metering.Charges;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tests.Exchange.Delivery.Guarded.Corrections;

/// <summary>The first answer is reported as 1,000 and 200 tokens; prompts have 50 tokens, and each byte of an answer is one.</summary>
public sealed class CorrectionBookingTests : IDisposable
{
    private readonly ChargedExchange _request = new();
    private readonly CancellationTokenSource _aborted = new();
    private readonly TaskCompletionSource _windUp = new();
    private readonly LlmAttempt _first;
    private readonly LlmExchange _reading;
    private readonly Flight _flight;

    public CorrectionBookingTests()
    {
        var budget = new BufferBudget(() => 1024);
        _first = _request.Complete(_request.Send(), new TokenUsage { InputTokens = 1_000, OutputTokens = 200 });
        _reading = _request.Exchange.ForCorrection(new FlightOptions { Body = new PooledBody(budget, 16) });
        _reading.Attempt = Attempt(_reading);
        var flown = _request.Exchange.Detach(new DefaultHttpContext(), FlightOptions.Plain);
        flown.Attempt = Attempt(flown);
        var sink = new FlightSink(1024, budget, _request.Clock);
        _flight = new Flight(flown, sink, new FlightResponse(sink), new FlightLifetime(_aborted), runsOn: false) { Ended = _windUp.Task };
    }

    [Fact]
    public void Book_CallStillRuns_IsChargedByWhatItHasUsedAtSettlement()
    {
        Booking().Book(isDelivered: false);
        var second = _flight.Exchange.Attempt!;
        Assert.Equal(0, second.EndedAt);

        ChargedExchange.Receive(second, "Hello!");
        _request.Complete(second);
        _windUp.SetResult();

        // Each once: the first, and the call with 50 tokens of prompt and 6 bytes of answer.
        Assert.Equal<(long?, long?)>([(50, 6), (1_000, 200)], Charges());
    }

    [Fact]
    public void Book_CallHasEnded_IsChargedOnce()
    {
        ChargedExchange.Receive(_flight.Exchange.Attempt!, "Hi");
        _windUp.SetResult();
        Booking().Book(isDelivered: false);

        Assert.Null(_request.Exchange.Lost);
        Assert.NotEqual(0, _flight.Exchange.Attempt!.EndedAt);
        Assert.Equal<(long?, long?)>([(50, 2), (1_000, 200)], Charges());
    }

    [Fact]
    public void Book_CallFailedOverToAnotherModel_EachAttemptHasThePromptOfTheCall()
    {
        var failed = Attempt(_flight.Exchange, "other");
        ChargedExchange.Receive(failed, "Hi");
        _flight.Exchange.PastAttempts.Add(_request.Complete(failed));
        _request.Complete(_flight.Exchange.Attempt!);
        _windUp.SetResult();

        new CorrectionBooking(_first, _reading, _flight, new ByModel(), span: null, _request.Clock).Book(isDelivered: false);

        // The call's prompt has 80 tokens for the other model and 70 for its last one, and not the 50 of the caller's.
        Assert.Equal<(long?, long?)>([(80, 2), (70, 0), (1_000, 200)], Charges());
    }

    public void Dispose()
    {
        _request.Dispose();
        _aborted.Dispose();
    }

    private CorrectionBooking Booking() => new(_first, _reading, _flight, _request.Estimator, span: null, _request.Clock);

    private (long?, long?)[] Charges() => [.. _request.Sheet.Of(_request.Exchange).Charges.Select(charge => (charge.Usage.InputTokens, charge.Usage.OutputTokens))];

    private LlmAttempt Attempt(LlmExchange exchange, string model = "gpt-4o") => new(exchange, new FailoverTarget(ChargedExchange.Cluster("up"), model), new OpenAiAdapter(ProviderNames.OpenAi))
    {
        SentAt = _request.Clock.GetTimestamp(),
        HasLeft = true,
    };

    /// <summary>The prompt of a second call, as two models count it.</summary>
    private sealed class ByModel : IPromptEstimator
    {
        public long UpperBound(LlmExchange exchange, string? model) => 100;

        public PromptEstimate Count(LlmExchange exchange, string? model) => new(model == "other" ? 80 : 70, true, "o200k_base");

        public PromptEstimate Count(LlmRequest request, PromptKind kind, string? model) => throw new NotSupportedException();

        public long CountOutput(ReadOnlySpan<byte> utf8, string? model) => utf8.Length;

        public long OutputReserve(LlmExchange exchange) => 0;

        public void Learn(LlmAttempt attempt)
        {
        }
    }
}
