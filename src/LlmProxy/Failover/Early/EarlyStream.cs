using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Sse;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Delivery.Guarded;
using LlmProxy.Exchange.Detached;
using LlmProxy.Exchange.Steps;
using LlmProxy.Telemetry;

namespace LlmProxy.Failover.Early;

/// <summary>Comments, until the flight has an answer; then that. Without one: an error frame, and the connection breaks off.</summary>
internal sealed class EarlyStream : ForwardReadStream
{
    private readonly LlmExchange _exchange;
    private readonly Task<FlightStart> _decision;
    private readonly FlightAnswers _answers;
    private readonly GuardedErrors _errors;
    private readonly TimeProvider _clock;
    private readonly PooledBuffer _output = new();
    private int _taken;
    private HttpResponseMessage? _answer;
    private Stream? _stream;
    private LlmException? _failure;

    /// <param name="exchange">The request.</param>
    /// <param name="decision">The flight's outcome.</param>
    /// <param name="answers">Opens its answer.</param>
    /// <param name="errors">Judges what a provider said in place of one.</param>
    /// <param name="clock">Tells when the next comment is due; the first one is at once.</param>
    public EarlyStream(LlmExchange exchange, Task<FlightStart> decision, FlightAnswers answers, GuardedErrors errors, TimeProvider clock)
    {
        _exchange = exchange;
        _decision = decision;
        _answers = answers;
        _errors = errors;
        _clock = clock;
        SseWriter.WriteComment(_output, "keep-alive"u8);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_output.Length > 0)
                return TakeOutput(buffer.Span);
            if (_stream is not null)
                return await _stream.ReadAsync(buffer, cancellationToken);
            if (_failure is not null)
            {
                await Task.Delay(DeliveryStream.BeforeAbort, _clock, cancellationToken);
                throw _failure;
            }

            await WaitAsync(cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _stream?.Dispose();
            _answer?.Dispose();
            _output.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        FlightStart start;
        try
        {
            start = await _decision.WaitAsync(_exchange.Route.Failover.KeepAlive.Interval, _clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            SseWriter.WriteComment(_output, "keep-alive"u8);
            return;
        }

        try
        {
            await OpenAsync(start, cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Fail(e);
        }
    }

    private async Task OpenAsync(FlightStart start, CancellationToken cancellationToken)
    {
        if (!start.IsGood)
        {
            _exchange.Attempt = start.Flight.Exchange.Attempt;
            if (start.IsAnswer)
                _exchange.Outcome = RequestOutcome.ProviderError;
            throw Reason(start);
        }

        _answer = await _answers.OpenAsync(_exchange, start, cancellationToken);
        start.Flight.Seal();
        // The client has been told that events come.
        if (_answer.Content is not (DeliveryContent or FlightContent) || !IsEventStream(start.Flight.Response))
        {
            throw new LlmException(new LlmError(
                502, LlmErrorTypes.Upstream, "The provider answered a request for a stream with something else.", "unexpected_content_type"));
        }

        _stream = await _answer.Content.ReadAsStreamAsync(cancellationToken);
    }

    private static bool IsEventStream(FlightResponse response) =>
        response.Headers.ContentType.ToString().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);

    /// <summary>Why there is no good answer; a provider's own error, whose status can no longer be passed on, by what was noted of it.</summary>
    private Exception Reason(FlightStart start)
    {
        if (start.Exception is { } exception)
            return exception;
        var told = _exchange.Failover?.Told ?? start.Failure;
        return new LlmException(told is not null ? _errors.Judge(_exchange, told) : new LlmError(
            502, LlmErrorTypes.Upstream, $"The provider answered {start.Flight.Response.StatusCode}.", "upstream_error"));
    }

    private void Fail(Exception failure)
    {
        var (error, outcome) = ExchangeErrors.Describe(failure, _exchange);
        _failure = failure as LlmException ?? new LlmException(error, failure);
        _exchange.Error = error;
        _exchange.Outcome ??= outcome == RequestOutcome.Rejected ? RequestOutcome.Failed : outcome;
        ErrorFrameWriter.Write(error, NativeAnswers.ErrorShape(_exchange.Path.Endpoint), _output, _exchange.RequestId);
    }

    private int TakeOutput(Span<byte> buffer)
    {
        var left = _output.WrittenSpan[_taken..];
        var taken = Math.Min(left.Length, buffer.Length);
        left[..taken].CopyTo(buffer);
        _taken += taken;
        if (_taken == _output.Length)
        {
            _output.Release();
            _taken = 0;
        }

        return taken;
    }
}
