using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Detached;

namespace LlmProxy.Exchange.Delivery.Guarded.Corrections;

/// <summary>The answer to a second call, as its guards let it out and before it is judged. Whatever goes wrong with it is an exception: no client is told of it.</summary>
/// <remarks>
/// While there is none yet, the reader of events gets comments. Once it has been read to its end, or has failed, nothing of the call runs any
/// more; then it is booked: by <see cref="TakeOver"/> as what the client gets, else as an attempt that came to nothing.
/// </remarks>
internal sealed class CorrectedStream : ForwardReadStream, IAnswerStream
{
    /// <summary>How long a cancelled call may take to wind up before it is booked with what is known.</summary>
    private static readonly TimeSpan MaxWindUp = TimeSpan.FromSeconds(5);

    private readonly LlmExchange _reading;
    private readonly Flight _flight;
    private readonly FlightAnswers _answers;
    private readonly CorrectionBooking _booking;
    private readonly bool _isEventStream;
    private readonly TimeProvider _clock;
    private HttpResponseMessage? _message;
    private Stream? _answer;
    private bool _isClosed;

    /// <param name="reading">The request as the second answer's reader has it.</param>
    /// <param name="flight">The second call.</param>
    /// <param name="answers">Opens its answer.</param>
    /// <param name="booking">Books it.</param>
    /// <param name="isEventStream">Whether the client reads events.</param>
    /// <param name="clock">The clock.</param>
    public CorrectedStream(LlmExchange reading, Flight flight, FlightAnswers answers, CorrectionBooking booking, bool isEventStream, TimeProvider clock)
    {
        _reading = reading;
        _flight = flight;
        _answers = answers;
        _booking = booking;
        _isEventStream = isEventStream;
        _clock = clock;
    }

    /// <summary>The attempt whose answer it is.</summary>
    public LlmAttempt Attempt => _booking.Second;

    /// <summary>Never told here: it is what a read throws.</summary>
    public LlmError? Failure => null;

    public bool IsStopped => _answer is IAnswerStream { IsStopped: true };

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            if (_answer is null && !await OpenAsync(cancellationToken))
                return Comment(buffer.Span);
            var read = await _answer!.ReadAsync(buffer, cancellationToken);
            if (_answer is IAnswerStream { Failure: { } failure })
                throw new LlmException(failure);
            if (read == 0)
                await WindUpAsync();
            return read;
        }
        catch
        {
            await WindUpAsync();
            _booking.Book(isDelivered: false);
            throw;
        }
    }

    /// <summary>Makes it the answer of the request; it has been read to its end, and nothing reads the first one any more.</summary>
    public void TakeOver() => _booking.Book(isDelivered: true);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Stop();
            _booking.Book(isDelivered: false);
        }

        base.Dispose(disposing);
    }

    private static int Comment(Span<byte> buffer)
    {
        var comment = ": keep-alive\n\n"u8;
        comment.CopyTo(buffer);
        return comment.Length;
    }

    /// <summary>Waits for the answer to begin. <c>false</c>: the client is due a sign of life.</summary>
    private async ValueTask<bool> OpenAsync(CancellationToken cancellationToken)
    {
        var keepAlive = _reading.Route.Failover.KeepAlive;
        FlightStart start;
        try
        {
            start = await _flight.Start.WaitAsync(_isEventStream && keepAlive.Enabled ? keepAlive.Interval : Timeout.InfiniteTimeSpan, _clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return false;
        }

        if (!start.IsGood || IsEventStream(start.Flight.Response) != _isEventStream)
            throw start.Exception ?? new LlmException(start.Failure?.Error ?? NoAnswer(start.Flight.Response.StatusCode), start.Failure?.Cause);
        _reading.PastAttempts.AddRange(_flight.Exchange.PastAttempts);
        _message = await _answers.OpenAsync(_reading, start, cancellationToken);
        _flight.Seal();
        _answer = await _message.Content.ReadAsStreamAsync(cancellationToken);
        return true;
    }

    private static bool IsEventStream(FlightResponse response) =>
        response.Headers.ContentType.ToString().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase);

    private static LlmError NoAnswer(int status) => new(502, LlmErrorTypes.Upstream, $"The provider answered {status}.", "upstream_error");

    private async ValueTask WindUpAsync()
    {
        Stop();
        try
        {
            await _flight.Ended.WaitAsync(MaxWindUp, _clock);
        }
        catch (TimeoutException)
        {
            // It has been cancelled, and what it holds goes with it, but it is not waited for.
        }
    }

    private void Stop()
    {
        if (_isClosed)
            return;
        _isClosed = true;
        FlightAnswers.Close(_reading, _message);
        _flight.Cancel();
    }
}
