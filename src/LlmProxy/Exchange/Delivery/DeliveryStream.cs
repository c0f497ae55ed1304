using System.Runtime.CompilerServices;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Sse;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Delivery.Guarded;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Settings;

namespace LlmProxy.Exchange.Delivery;

/// <summary>The stream that YARP copies to the client: the provider's, seen by a pipe.</summary>
/// <remarks>
/// First it holds the answer until that has proved itself: what is read in the hold goes through the pipe and stays in its
/// output, from where the client gets it later. A read of nothing waits for the provider without any buffer, as YARP wants
/// for idle streams; it also ends when the client is due a sign of life, which the next read then brings. A failure
/// becomes one error frame; the next read throws, so that YARP and passive health see the failure and the client's
/// connection is aborted: a clean end would pass for a complete answer.
/// </remarks>
internal sealed class DeliveryStream : ForwardReadStream, IAnswerStream
{
    /// <summary>How much is read at once while an answer is held whose length is not known.</summary>
    private const int HoldReadBytes = 4096;

    /// <summary>How long the client has to read the error frame before its connection goes.</summary>
    internal static readonly TimeSpan BeforeAbort = TimeSpan.FromMilliseconds(50);

    private readonly ProviderReader _provider;
    private readonly IAnswerPipe _pipe;
    private readonly LlmAttempt _attempt;
    private readonly TimeProvider _clock;
    private int _taken;
    private bool _ended;
    private bool _keepsAlive;
    private bool _isReady;
    private long _releasesAt;
    private bool _isDisposed;
    private LlmException? _failure;

    /// <param name="provider">The provider's body.</param>
    /// <param name="pipe">Reads it in passing.</param>
    /// <param name="attempt">The attempt whose answer it is.</param>
    /// <param name="clock">The clock.</param>
    public DeliveryStream(Stream provider, IAnswerPipe pipe, LlmAttempt attempt, TimeProvider clock)
    {
        _provider = new ProviderReader(provider, attempt.Timer);
        _pipe = pipe;
        _attempt = attempt;
        _clock = clock;
    }

    /// <summary>What broke the answer off, to be told inside it; <c>null</c> while nothing has.</summary>
    public LlmError? Failure => _failure?.Error;

    /// <summary>The exception behind <see cref="Failure"/>.</summary>
    public Exception? Cause => _failure?.InnerException;

    /// <summary>Whether the answer is over for the client by a filter's word.</summary>
    public bool IsStopped => _pipe.IsStopped;

    /// <summary>Whether something is there for the client already.</summary>
    public bool HasOutput => _pipe.Output.Length > 0;

    /// <summary>Reads until the answer has proved itself, or the bounds of the hold are met. Nothing has reached the client when this ends.</summary>
    /// <param name="gate">The bounds.</param>
    /// <param name="length">How long the body is, where its end needs no read of its own; else <c>null</c>.</param>
    /// <returns>What is wrong with the answer; <c>null</c>: nothing so far.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<FailureKind?> HoldAsync(GateOptions gate, long? length)
    {
        var facts = _attempt.Answer;
        var input = _pipe.PassesThrough ? _pipe.Output : new PooledBuffer();
        var held = 0;
        long ringsAt = 0;
        try
        {
            while (true)
            {
                // The time of the hold runs from the first byte. A whole answer mostly comes at once: then it is read at once.
                if ((facts.FirstByteAt != 0 || _pipe.IsEventStream) && !await _provider.WaitAsync())
                    return IsTooSlow(gate) ? FailureKind.TooSlow : null;
                var most = (int)Math.Min(length - held ?? HoldReadBytes, gate.MaxBytes - held);
                var read = await _provider.ReadAsync(input.GetMemory(Math.Max(most, 1))[..Math.Max(most, 1)]);
                input.Advance(read);
                held += read;
                Take(input.WrittenSpan[^read..]);
                if (held == length && !_ended)
                    Take(default);
                if (!_pipe.PassesThrough)
                    input.Release();
                if (_failure is not null || _pipe.Fault is not null)
                    return _pipe.Fault ?? FailureKind.Truncated;
                if (_ended || _pipe.IsStopped || held >= gate.MaxBytes || HasProved(gate))
                    return null;
                if (Deadline(gate) is var deadline && deadline != ringsAt)
                {
                    ringsAt = deadline;
                    if (_clock.GetTimestamp() >= deadline)
                        return IsTooSlow(gate) ? FailureKind.TooSlow : null;
                    _provider.RingAt(deadline, TimeSpan.Zero);
                }
            }
        }
        catch (Exception e) when (CanBeTold(e, CancellationToken.None))
        {
            Break(e);
            return _provider.Expired ?? KindOf(e);
        }
        finally
        {
            _provider.Silence();
            if (!_pipe.PassesThrough)
                input.Dispose();
        }
    }

    /// <summary>The answer is on its way to the client: from here on silence of the provider is bridged.</summary>
    public void Commit(KeepAliveOptions keepAlive)
    {
        _keepsAlive = keepAlive.Enabled && _pipe.IsEventStream && !_ended && _failure is null;
        if (_keepsAlive)
            _provider.RingEvery(keepAlive.Interval);
    }

    // The pooling builder: an asynchronous read must not allocate for each chunk.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            if (_pipe.Output.Length > 0)
                return TakeOutput(buffer.Span);
            if (_failure is not null)
            {
                await Task.Delay(BeforeAbort, _clock, cancellationToken);
                throw _failure;
            }

            if (_ended || _pipe.IsStopped)
                return 0;
            try
            {
                if (_pipe.ReleaseAt != 0 && ReleaseDue())
                    continue;
                if (buffer.IsEmpty || (!_isReady && (_keepsAlive || _pipe.ReleaseAt != 0 || _provider.IsWaiting)))
                {
                    _isReady = _isReady || await WaitAsync();
                    if (!_isReady)
                        OnRing();
                    else if (buffer.IsEmpty)
                        return 0;
                    continue;
                }

                _isReady = false;
                var read = await _provider.ReadAsync(buffer);
                Take(buffer.Span[..read]);
                if (read > 0 && _pipe.PassesThrough)
                    return read;
            }
            catch (Exception e) when (CanBeTold(e, cancellationToken))
            {
                Break(e);
            }
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isDisposed)
        {
            _isDisposed = true;
            _pipe.Dispose();
            _provider.Dispose();
        }

        base.Dispose(disposing);
    }

    private static FailureKind KindOf(Exception failure)
    {
        if (IsMalformed(failure))
            return FailureKind.Malformed;
        return failure is IOException or HttpRequestException ? FailureKind.Truncated : FailureKind.GatewayFault;
    }

    private static bool IsMalformed(Exception failure) => failure is SseFrameTooLargeException or InvalidDataException;

    /// <summary>Waits for the provider, and no longer than until something of what is held is due.</summary>
    private ValueTask<bool> WaitAsync()
    {
        var wait = _provider.WaitAsync();
        if (_pipe.ReleaseAt is not 0 and var at && at != _releasesAt && !wait.IsCompleted)
        {
            // Behind the wait's beginning: an alarm that rings while nobody waits is not heard.
            _releasesAt = at;
            _provider.RingAt(at, TimeSpan.Zero);
        }

        return wait;
    }

    /// <summary>The alarm has rung for what is held, or else for the client that has heard nothing.</summary>
    private void OnRing()
    {
        if (_releasesAt == 0 || _clock.GetTimestamp() < _releasesAt)
            KeepAlive();
        else
            _releasesAt = 0;
    }

    /// <summary>Lets go of what is due by now; <c>false</c>: nothing is.</summary>
    private bool ReleaseDue()
    {
        var now = _clock.GetTimestamp();
        if (now < _pipe.ReleaseAt)
            return false;
        _pipe.Release(now);
        return true;
    }

    /// <summary>A comment, which every reader of event streams skips; between two frames, for inside one it would be part of it.</summary>
    private void KeepAlive()
    {
        if (_keepsAlive && _pipe.IsBetweenFrames)
            _pipe.Output.Append(": keep-alive\n\n"u8);
    }

    private int TakeOutput(Span<byte> buffer)
    {
        var left = _pipe.Output.WrittenSpan[_taken..];
        var taken = Math.Min(left.Length, buffer.Length);
        left[..taken].CopyTo(buffer);
        _taken += taken;
        if (_taken == _pipe.Output.Length)
        {
            _pipe.Output.Release();
            _taken = 0;
        }

        return taken;
    }

    private void Take(ReadOnlySpan<byte> bytes)
    {
        _provider.NoteRead();
        var facts = _attempt.Answer;
        if (bytes.IsEmpty)
        {
            _ended = true;
            facts.LastByteAt = _clock.GetTimestamp();
            if (_pipe.Complete() is { } error)
                Break(error, new LlmException(error));
            return;
        }

        if (facts.FirstByteAt == 0)
        {
            facts.FirstByteAt = _clock.GetTimestamp();
            _provider.NoteFirstByte(_pipe.IsEventStream);
        }

        _pipe.Read(bytes);
    }

    private bool HasProved(GateOptions gate) =>
        _pipe.Proof == AnswerProof.Complete
        || (_pipe.Proof == AnswerProof.Content && (gate.MinSpeed is null || _attempt.Answer.Contents >= gate.SpeedEvents));

    /// <summary>When the hold ends at the latest; a slow stream's earlier, since then it can no more become fast enough.</summary>
    private long Deadline(GateOptions gate)
    {
        var facts = _attempt.Answer;
        var end = facts.FirstByteAt + Ticks(gate.MaxHold.TotalSeconds);
        return gate.MinSpeed is { } speed && facts.FirstTokenAt != 0 ? Math.Min(end, Due(gate, speed)) : end;
    }

    /// <summary>Whether the first events took longer than the least speed allows: from the first to the last of n events there are n - 1 steps.</summary>
    private bool IsTooSlow(GateOptions gate) =>
        gate.MinSpeed is { } speed && _attempt.Answer.FirstTokenAt != 0 && _attempt.Answer.Contents < gate.SpeedEvents
        && _clock.GetTimestamp() >= Due(gate, speed);

    private long Due(GateOptions gate, double speed) => _attempt.Answer.FirstTokenAt + Ticks((gate.SpeedEvents - 1) / speed);

    private long Ticks(double seconds) => (long)(seconds * _clock.TimestampFrequency);

    private bool CanBeTold(Exception failure, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested && !_provider.IsAbandoned
        && (_provider.Expired is not null || failure is not OperationCanceledException);

    private void Break(Exception failure)
    {
        var error = _provider.Expired is { } kind ? FailureErrors.Create(kind, _attempt) : Describe(failure);
        Break(error, failure);
    }

    private void Break(LlmError error, Exception failure)
    {
        var facts = _attempt.Answer;
        facts.IsBroken = true;
        facts.ErrorCode ??= error.Code;
        // Typed, so that the client is told it where nothing has been sent yet.
        _failure = failure as LlmException ?? new LlmException(error, failure);
        _pipe.Fail(error);
    }

    private static LlmError Describe(Exception failure) => failure is LlmException { Error: var error }
        ? error
        : new LlmError(
            502, LlmErrorTypes.Upstream, IsMalformed(failure) ? "The provider's stream is malformed." : "The provider broke the answer off.",
            IsMalformed(failure) ? "malformed_stream" : "upstream_closed");
}
