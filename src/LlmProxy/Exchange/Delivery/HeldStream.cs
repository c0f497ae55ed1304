using System.Runtime.CompilerServices;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Delivery.Guarded;

namespace LlmProxy.Exchange.Delivery;

/// <summary>An answer whose end the client gets once its record is on disk.</summary>
/// <remarks>
/// Of events, all from the one that finishes the answer on is held, where several choices were asked for from the last one's; they are read on to their end, since the usage comes last. Of any
/// other body the last read is held, and so each until the next one has come. What is read before that passes without being
/// copied (events), or one read late. An answer that must not end breaks off: while nothing of it is out the client gets an error with
/// its status, else an error frame where it reads events, and then its connection goes.
/// </remarks>
internal sealed class HeldStream : ForwardReadStream
{
    /// <summary>Most bytes of events that are held; beyond it the record is made with what is known, as when the time is over.</summary>
    private const int MaxHeldBytes = 1024 * 1024;

    /// <summary>How much is read at once.</summary>
    private const int ReadBytes = 16 * 1024;

    private readonly Stream _answer;
    private readonly LlmAttempt _attempt;
    private readonly StrictBooks _books;
    private readonly bool _isEventStream;
    private readonly TimeProvider _clock;
    private PooledBuffer _out = new();
    private PooledBuffer _held = new();
    private Task<int>? _pending;
    private int _taken;
    private bool _isBooked;
    private bool _isOver;
    private bool _isRefused;

    /// <param name="answer">The answer as the client gets it.</param>
    /// <param name="attempt">The attempt whose answer it is.</param>
    /// <param name="books">Books it.</param>
    /// <param name="isEventStream">Whether its events are understood.</param>
    /// <param name="clock">The clock.</param>
    public HeldStream(Stream answer, LlmAttempt attempt, StrictBooks books, bool isEventStream, TimeProvider clock)
    {
        _answer = answer;
        _attempt = attempt;
        _books = books;
        _isEventStream = isEventStream;
        _clock = clock;
    }

    private LlmExchange Exchange => _attempt.Exchange;

    // A provider that makes fewer choices than it was asked for ends all the same, and so does an answer that a filter stops.
    private bool HasFinished =>
        _answer is not IAnswerStream { IsOpen: true } && _attempt.Answer is var answer && (answer.Finishes >= (Exchange.Request?.Choices ?? 1) || answer.HasEnded || IsBroken || _answer is IAnswerStream { IsStopped: true });

    private bool IsBroken => _answer is IAnswerStream { Failure: not null };

    // The pooling builder: an asynchronous read must not allocate for each chunk.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_out.Length > 0)
                return TakeOut(buffer.Span);
            if (_isRefused)
                return await EndRefusedAsync(cancellationToken);
            if (_isOver)
                return 0;
            if (_isBooked)
                return await ReadRestAsync(buffer, cancellationToken);
            if (!_isEventStream)
            {
                await ReadOneAheadAsync(cancellationToken);
                continue;
            }

            var read = await _answer.ReadAsync(buffer, cancellationToken);
            if (buffer.IsEmpty)
                return read;
            if (read > 0 && !HasFinished)
                return read;
            _held.Append(buffer.Span[..read]);
            _isOver = read == 0;
            await HoldAsync(cancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _out.Dispose();
            _held.Dispose();
            _answer.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads the next piece; the one before it is not the last, and may go.</summary>
    private async ValueTask ReadOneAheadAsync(CancellationToken cancellationToken)
    {
        var read = await _answer.ReadAsync(_out.GetMemory(ReadBytes), cancellationToken);
        _out.Advance(read);
        if (read == 0)
        {
            _isOver = true;
            _out.Release();
            await BookAsync(cancellationToken);
            return;
        }

        (_out, _held) = (_held, _out);
    }

    /// <summary>Reads events to their end, within the bounds, and books.</summary>
    private async ValueTask HoldAsync(CancellationToken cancellationToken)
    {
        var began = _clock.GetTimestamp();
        while (!_isOver && !IsBroken && _held.Length < MaxHeldBytes && await WaitAsync(began, cancellationToken))
        {
            var read = await _answer.ReadAsync(_held.GetMemory(ReadBytes), cancellationToken);
            _held.Advance(read);
            _isOver = read == 0;
        }

        await BookAsync(cancellationToken);
    }

    /// <summary>Waits for something to read. <c>false</c>: the time is over, and the wait stands for the next read.</summary>
    private async ValueTask<bool> WaitAsync(long began, CancellationToken cancellationToken)
    {
        // Without a buffer: none may be given back while a read could still write to it.
        _pending = _answer.ReadAsync(Memory<byte>.Empty, cancellationToken).AsTask();
        var left = Exchange.Route.Proxy.Ledger.MaxHold - _clock.GetElapsedTime(began);
        if (!_pending.IsCompleted)
        {
            if (left <= TimeSpan.Zero)
                return false;
            try
            {
                await _pending.WaitAsync(left, _clock, cancellationToken);
            }
            catch (TimeoutException) when (!_pending.IsCompleted)
            {
                return false;
            }
        }

        await _pending;
        _pending = null;
        return true;
    }

    private async ValueTask BookAsync(CancellationToken cancellationToken)
    {
        if (await _books.BookAsync(Exchange, IsBroken, cancellationToken) is { } error)
            Refuse(error);
        _isBooked = true;
        (_out, _held) = (_held, _out);
    }

    /// <summary>Nothing that is held goes out.</summary>
    private void Refuse(LlmError error)
    {
        _held.Release();
        _isRefused = true;
        if (!Exchange.Context.Response.HasStarted)
        {
            // A status can tell it: whoever runs the attempt sees to that once this ends.
            _attempt.Refusal = error;
            // Another answer may have come in the place of this attempt's.
            if (Exchange.Attempt is { } last)
                last.Refusal = error;
            return;
        }

        if (!_isEventStream)
            return;
        // What went out last may be the beginning of a frame, which would swallow the error's first line.
        _held.Append("\n\n"u8);
        ErrorFrameWriter.Write(error, NativeAnswers.ErrorShape(Exchange.Path.Endpoint), _held, Exchange.RequestId);
    }

    private async ValueTask<int> EndRefusedAsync(CancellationToken cancellationToken)
    {
        if (_attempt.Refusal is not null)
            return 0;
        await Task.Delay(DeliveryStream.BeforeAbort, _clock, cancellationToken);
        // Not by a failed read alone: the provider is not at fault, and passive health must not think so.
        Exchange.Context.Abort();
        throw new OperationCanceledException("The record of this request could not be written.");
    }

    private async ValueTask<int> ReadRestAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (_pending is { } pending)
        {
            await pending.WaitAsync(cancellationToken);
            _pending = null;
        }

        return await _answer.ReadAsync(buffer, cancellationToken);
    }

    private int TakeOut(Span<byte> buffer)
    {
        var left = _out.WrittenSpan[_taken..];
        var taken = Math.Min(left.Length, buffer.Length);
        left[..taken].CopyTo(buffer);
        _taken += taken;
        if (_taken == _out.Length)
        {
            _out.Release();
            _taken = 0;
        }

        return taken;
    }
}
