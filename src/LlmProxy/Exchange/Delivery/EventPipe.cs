using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Events;
using LlmProxy.Core.Sse;
using LlmProxy.Exchange.Filters;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Reads a stream of server-sent events as typed events, lets filters at them, and writes what the client gets.</summary>
internal sealed class EventPipe : IAnswerPipe
{
    private readonly SseReader _reader = new();
    private readonly IStreamDecoder _decoder;
    private readonly AnswerWatch _watch;
    private readonly FilterChain _filters;
    private readonly IFrameOutput _frames;
    private readonly StreamErrorShape _errorShape;
    private readonly string _requestId;
    private bool _isStopped;
    private bool _isCut;
    private bool _isEmpty = true;
    private bool _isTruncated;

    /// <param name="decoder">Reads the provider's protocol.</param>
    /// <param name="watch">Notes what settlement needs, and hands on to the filters.</param>
    /// <param name="filters">The filters, whose last step is <paramref name="frames"/>.</param>
    /// <param name="frames">Writes the client's protocol into <paramref name="output"/>.</param>
    /// <param name="output">What is to go out next.</param>
    /// <param name="errorShape">How the client is told an error inside the stream.</param>
    /// <param name="requestId">The gateway's id of the request.</param>
    public EventPipe(
        IStreamDecoder decoder, AnswerWatch watch, FilterChain filters, IFrameOutput frames, PooledBuffer output,
        StreamErrorShape errorShape, string requestId)
    {
        _decoder = decoder;
        _watch = watch;
        _filters = filters;
        _frames = frames;
        _errorShape = errorShape;
        _requestId = requestId;
        Output = output;
    }

    public bool PassesThrough => _frames.PassesThrough;

    public PooledBuffer Output { get; }

    public bool IsStopped => _isStopped;

    public bool IsEventStream => true;

    public bool IsBetweenFrames => !PassesThrough || (_reader.PendingBytes == 0 && !_isCut);

    public AnswerProof Proof => _decoder.IsComplete ? AnswerProof.Complete : _watch.SawContent ? AnswerProof.Content : AnswerProof.None;

    public FailureKind? Fault
    {
        get
        {
            if (_watch.SawError)
                return FailureKind.ErrorInAnswer;
            if (_isTruncated)
                return _isEmpty ? FailureKind.EmptyAnswer : FailureKind.Truncated;
            return _watch.SawMalformed ? FailureKind.Malformed : null;
        }
    }

    public long ReleaseAt => _isStopped ? 0 : _frames.ReleaseAt;

    public void Release(long now)
    {
        _frames.Release(now);
        StopIfTold();
    }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        _isEmpty = false;
        while (!_isStopped && _reader.TryRead(ref bytes, out var frame))
            Take(frame);
    }

    public LlmError? Complete()
    {
        if (!_isStopped && _reader.TryComplete(out var last))
            TakeLast(last);
        if (!_isStopped)
        {
            _frames.EndBody();
            StopIfTold();
        }

        if (_isStopped)
            return null;
        if (_watch.SawError)
            return Upstream("The provider reported an error inside its answer.", "provider_error");
        _isTruncated = _isCut || !_decoder.IsComplete;
        if (_isTruncated)
            return Upstream("The provider ended the stream before the answer was complete.", "upstream_truncated");
        return _watch.SawMalformed ? Upstream("The provider's stream is malformed.", "malformed_stream") : null;
    }

    public void Fail(LlmError error)
    {
        // An error that the provider told itself has gone out in its own words, and what was met in translating in the client's.
        if (_watch.SawError || (_watch.SawMalformed && _frames.TellsErrors))
            return;
        // What is left of a frame would swallow the error's first line.
        if (PassesThrough && (_isCut || _reader.PendingBytes > 0))
            Output.Append("\n\n"u8);
        ErrorFrameWriter.Write(error, _errorShape, Output, _requestId);
    }

    public void Dispose()
    {
        _reader.Dispose();
        (_decoder as IDisposable)?.Dispose();
        _filters.Dispose();
        _frames.Dispose();
        Output.Dispose();
    }

    private static LlmError Upstream(string message, string code) => new(502, LlmErrorTypes.Upstream, message, code);

    private void Take(in SseFrame frame)
    {
        Decode(frame);
        Deliver(frame);
    }

    /// <summary>Takes a frame without its blank line: the stream's last words, or one that was cut, of which nothing more goes out.</summary>
    private void TakeLast(in SseFrame frame)
    {
        Decode(frame);
        _isCut = !_decoder.IsComplete && !_watch.SawError;
        if (!_isCut)
            Deliver(frame);
    }

    private void Decode(in SseFrame frame)
    {
        if (frame.HasData)
            _decoder.Decode(frame, _watch);
    }

    private void Deliver(in SseFrame frame)
    {
        _frames.EndFrame(frame, frame.HasData && _decoder.IsUsageOnly);
        StopIfTold();
    }

    private void StopIfTold()
    {
        if (!_filters.Control.IsStopped)
            return;
        _frames.Stop(_filters.Control.StopReason);
        _isStopped = true;
    }
}
