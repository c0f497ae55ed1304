using System.Runtime.CompilerServices;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Protocols;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Delivery.Guarded.Corrections;

namespace LlmProxy.Exchange.Delivery.Guarded;

/// <summary>An answer of which nothing goes out before it has been judged as a whole.</summary>
/// <remarks>
/// <para>
/// It is in the client's protocol, its texts have passed their guards, and masks are still on; they are taken off behind the verdict. While
/// it is held the client of a stream gets a comment now and then. It holds at most <c>Limits:MaxResponseBodyBytes</c>, and no more than is
/// left of <c>Limits:MaxBufferedBytes</c>: a longer answer cannot be judged, and breaks off, as does one whose judge fails. An answer that breaks off itself goes out as that error alone.
/// </para>
/// <para>
/// Where a guard wants the model to answer once more, that answer is held and judged in the place of the first, which is kept until then: if no
/// second one comes, the verdict on the first holds.
/// </para>
/// <para>Where the judge only looks on, and nothing was masked, the answer goes out as it comes and is judged behind its last byte; a longer one is not.</para>
/// </remarks>
internal sealed partial class JudgedStream : ForwardReadStream, IAnswerStream
{
    private const int ReadBytes = 16 * 1024;

    private readonly IOutputGuards _guards;
    private readonly HeldAnswer _whole;
    private readonly bool _isEventStream;
    private readonly bool _passes;
    private readonly BufferShare _share;
    private readonly TimeProvider _clock;
    private readonly Lazy<Corrector>? _corrector;
    private readonly PooledBuffer _out = new();
    private Stream _answer;
    private LlmAttempt _attempt;
    private PooledBuffer _held = new();
    private long _toldAt;
    private int _taken;
    private bool _isOver;
    private Exception? _failure;

    /// <param name="answer">The answer as its guards let it out.</param>
    /// <param name="attempt">The attempt whose answer it is.</param>
    /// <param name="guards">Whose judge judges it, and whose masks are taken off.</param>
    /// <param name="isEventStream">Whether it is a stream of events.</param>
    /// <param name="share">What it takes of the process-wide bound; belongs to this.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="corrector">Asks the model once more where a guard wants that; <c>null</c>: nobody does.</param>
    public JudgedStream(
        Stream answer, LlmAttempt attempt, IOutputGuards guards, bool isEventStream, BufferShare share, TimeProvider clock, Lazy<Corrector>? corrector = null)
    {
        _answer = answer;
        _attempt = attempt;
        _guards = guards;
        _whole = new HeldAnswer(AnswerGuards.ProtocolOf(attempt, isTranslated: false), isEventStream);
        _isEventStream = isEventStream;
        _passes = guards is { Judge.OnlyLooksOn: true, Masks: null };
        _share = share;
        _clock = clock;
        _corrector = corrector;
        _toldAt = clock.GetTimestamp();
    }

    public LlmError? Failure => (_answer as IAnswerStream)?.Failure ?? (_failure as LlmException)?.Error;

    public bool IsStopped { get; private set; }

    public bool IsOpen => !_passes && !_isOver;

    private long MaxBytes => _attempt.Exchange.Route.Proxy.Limits.MaxResponseBodyBytes;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_out.Length == 0 && !_isOver)
            await FillAsync(cancellationToken);
        if (buffer.IsEmpty)
            return 0;
        if (_out.Length > 0)
            return TakeOut(buffer.Span);
        if (_failure is null)
            return 0;
        // What the client reads last is the error; it needs a moment for that.
        if (_attempt.Exchange.Context.Response.HasStarted)
            await Task.Delay(DeliveryStream.BeforeAbort, _clock, cancellationToken);
        throw _failure;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _answer.Dispose();
            _share.Dispose();
            _first?.Dispose();
            _held.Dispose();
            _firstHeld?.Dispose();
            _out.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads on, and judges at the end.</summary>
    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await ReadOnAsync(cancellationToken))
                await EndAsync(cancellationToken);
        }
        catch (Exception e) when (!_passes && !cancellationToken.IsCancellationRequested)
        {
            Break(GuardFailures.Of(e));
        }
    }

    private void Keep()
    {
        _share.Hold(_held.Length + (_firstHeld?.Length ?? 0));
        KeepAlive();
    }

    /// <summary>Reads on. <c>true</c>: that was the end.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<bool> ReadOnAsync(CancellationToken cancellationToken)
    {
        try
        {
            var read = await _answer.ReadAsync(_held.GetMemory(ReadBytes), cancellationToken);
            _held.Advance(read);
            if (read == 0)
                return true;
            if (_passes)
                Pass(read);
            else if (_held.Length > MaxBytes)
                throw new LlmException(GuardedJsonPipe.TooLarge(MaxBytes));
            else
                Keep();
        }
        catch (Exception) when (_second is not null && !cancellationToken.IsCancellationRequested)
        {
            // Whatever was wrong with it: the first answer, and what was said of that, are still there.
            Uphold();
        }

        return false;
    }

    private async ValueTask EndAsync(CancellationToken cancellationToken)
    {
        if (_passes)
        {
            await LookAsync(cancellationToken);
            return;
        }

        TakeOver();
        var verdict = AnswerVerdict.Passed;
        // Also what came before the place where another guard ended it: this judge has not seen that yet.
        if (_held.Length > 0 && _whole.TextsOf(_held.WrittenSpan) is { Count: > 0 } texts)
        {
            verdict = await JudgeAsync(texts, cancellationToken);
            if (verdict.Correction is { } correction && TryCorrect(texts, correction))
                return;
            if (verdict.Correction is not null)
                verdict = _guards.Judge!.Conclude(isCorrected: false);
        }

        NoteSecond(verdict);
        Release(verdict);
    }

    private void Release(in AnswerVerdict verdict)
    {
        if (verdict.IsBlocked)
            _attempt.Answer.Finish = FinishReason.ContentFilter;
        if (_held.Length > 0)
            _whole.Release(_held.WrittenSpan, verdict, _guards.Masks, _out);
        _held.Release();
        _isOver = true;
        IsStopped = _answer is IAnswerStream { IsStopped: true };
    }

    /// <summary>A comment, which every reader of event streams skips; nothing else of the answer is out.</summary>
    private void KeepAlive()
    {
        var keepAlive = _attempt.Exchange.Route.Failover.KeepAlive;
        if (!_isEventStream || !keepAlive.Enabled || _clock.GetElapsedTime(_toldAt) < keepAlive.Interval)
            return;
        _toldAt = _clock.GetTimestamp();
        _out.Append(": keep-alive\n\n"u8);
    }

    private void Break(Exception failure)
    {
        _isOver = true;
        _failure = failure;
        _held.Release();
        _out.Release();
        _taken = 0;
        // While nothing is out a status can tell it.
        if (!_isEventStream || !_attempt.Exchange.Context.Response.HasStarted)
            return;
        var error = Failure ?? new LlmError(502, LlmErrorTypes.Upstream, "The provider's answer could not be judged.", "malformed_stream");
        ErrorFrameWriter.Write(error, NativeAnswers.ErrorShape(_attempt.Exchange.Path.Endpoint), _out, _attempt.Exchange.RequestId);
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
