using LlmProxy.Core.Errors;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Detached;
using LlmProxy.Telemetry;

namespace LlmProxy.Failover.Shadow;

/// <summary>One copied request and its copy, until both have ended and can be compared.</summary>
internal sealed class ShadowRun(LlmExchange exchange, ShadowRunner runner, AnswerCapture answer, AnswerCapture shadowAnswer, TimeProvider clock)
{
    private readonly long _began = clock.GetTimestamp();
    private int _underWay = 2;
    private RequestFacts _facts;
    private ShadowSide? _shadow;

    /// <summary>The variant of an experiment that the copy is of, as <c>experiment=variant</c>; <c>null</c>: it is the route's.</summary>
    public string? Variant { get; init; }

    /// <summary>How long it has taken.</summary>
    public TimeSpan Elapsed => clock.GetElapsedTime(_began);

    /// <summary>Reads the copy to its end.</summary>
    /// <returns>Whether its answer is whole and good.</returns>
    public async Task<bool> FlyAsync(Flight flight, FlightAnswers answers)
    {
        var reading = flight.Exchange.ForReading();
        Exception? failure = null;
        var start = await flight.Start;
        try
        {
            if (start.IsAnswer)
                await ReadAsync(reading, start, answers);
            else
                failure = start.Exception ?? new LlmException(start.Failure!.Error, start.Failure.Cause);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever it is, it concerns no client: it is told in the comparison.
            failure = e;
        }

        flight.Cancel();
        await flight.Ended;
        var outcome = OutcomeOf(reading, start, failure);
        _shadow = Side(reading, start, outcome, failure);
        // What was read of the answer is what is charged.
        flight.Exchange.Attempt = reading.Attempt ?? flight.Exchange.Attempt;
        flight.Exchange.Outcome = outcome;
        End();
        return outcome == RequestOutcome.Completed;
    }

    /// <summary>The request itself has ended.</summary>
    public void EndRequest(in RequestFacts facts)
    {
        _facts = facts;
        // Looking at texts is not done on the request's time.
        ThreadPool.UnsafeQueueUserWorkItem(static run => run.End(), this, preferLocal: false);
    }

    private async Task ReadAsync(LlmExchange reading, FlightStart start, FlightAnswers answers)
    {
        var message = await answers.OpenAsync(reading, start, CancellationToken.None);
        start.Flight.Seal();
        try
        {
            await using var stream = await message.Content.ReadAsStreamAsync();
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer) is var read and > 0)
                shadowAnswer.Append(buffer.AsSpan(0, read));
        }
        finally
        {
            FlightAnswers.Close(reading, message);
        }
    }

    private static RequestOutcome OutcomeOf(LlmExchange reading, FlightStart start, Exception? failure)
    {
        if (failure is not null)
            return start.IsAnswer ? RequestOutcome.Broken : RequestOutcome.Failed;
        return start.Flight.Response.StatusCode >= 400 || reading.Answer.ErrorCode is not null ? RequestOutcome.ProviderError : RequestOutcome.Completed;
    }

    private ShadowSide Side(LlmExchange reading, FlightStart start, RequestOutcome outcome, Exception? failure)
    {
        var attempt = reading.Attempt ?? start.Flight.Exchange.Attempt!;
        var facts = attempt.Answer;
        return new ShadowSide
        {
            Cluster = attempt.Cluster.ClusterId,
            Model = attempt.UpstreamModel,
            Status = start.IsAnswer ? start.Flight.Response.StatusCode : attempt.Status ?? 0,
            Outcome = outcome.ToTag(),
            Error = (failure as LlmException)?.Error.Code ?? (failure is null ? facts.ErrorCode : "cancelled"),
            DurationMs = Milliseconds(clock.GetElapsedTime(_began)),
            FirstTokenMs = facts.FirstTokenAt == 0 ? null : Milliseconds(clock.GetElapsedTime(attempt.SentAt, facts.FirstTokenAt)),
            InputTokens = attempt.Usage.InputTokens,
            OutputTokens = attempt.Usage.OutputTokens,
        };
    }

    private void End()
    {
        if (Interlocked.Decrement(ref _underWay) > 0)
            return;
        var recordContent = exchange.Route.Failover.Shadow.RecordContent;
        var comparison = new ShadowComparison
        {
            RequestId = exchange.RequestId,
            Time = clock.GetUtcNow(),
            Route = exchange.Route.RouteId,
            Endpoint = exchange.Path.Endpoint.Label(),
            Model = SafeText.Of(_facts.Model),
            Stream = _facts.Stream,
            Variant = Variant,
            Request = With(answer, OfRequest(), recordContent),
            Shadow = With(shadowAnswer, _shadow!, recordContent),
        };
        answer.Dispose();
        shadowAnswer.Dispose();
        runner.Ended(comparison);
    }

    private ShadowSide OfRequest() => new()
    {
        Cluster = _facts.Cluster,
        Model = _facts.UpstreamModel,
        Status = _facts.Status,
        Outcome = _facts.Outcome.ToTag(),
        Error = _facts.ErrorType,
        DurationMs = Milliseconds(_facts.Duration),
        FirstTokenMs = _facts.FirstToken is { } first ? Milliseconds(first) : null,
        InputTokens = _facts.Usage.InputTokens,
        OutputTokens = _facts.Usage.OutputTokens,
    };

    private ShadowSide With(AnswerCapture capture, ShadowSide side, bool recordContent)
    {
        if (capture.IsTruncated || side.Status is 0 or >= 300)
            return side;
        var read = AnswerReader.Read(exchange.Path.Endpoint, _facts.Stream, capture.Bytes);
        return side with
        {
            Finish = read.Finish,
            TextLength = read.Text?.Length,
            Text = recordContent ? Shortened(read.Text) : null,
        };
    }

    private static string? Shortened(string? text) => text is { Length: > ShadowRunner.MaxText } ? text[..ShadowRunner.MaxText] : text;

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);
}
