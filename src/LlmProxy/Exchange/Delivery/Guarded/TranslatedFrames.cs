using LlmProxy.Core.Buffers;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Sse;

namespace LlmProxy.Exchange.Delivery.Guarded;

/// <summary>Reads what guards let out of a stream, and writes it in the client's protocol.</summary>
internal sealed class TranslatedFrames(IStreamDecoder decoder, IStreamEncoder encoder, PooledBuffer output) : IEventSink, IDisposable
{
    private readonly SseReader _reader = new();
    private TokenUsage _usage;
    private bool _isBlocked;

    /// <summary>Takes frames of the provider's protocol, each whole.</summary>
    public PooledBuffer Input { get; } = new();

    /// <summary>Translates what <see cref="Input"/> has taken.</summary>
    /// <param name="isBlocked">Whether a guard has ended the answer: what its beginning told of usage is not that of the answer, and is left out.</param>
    public void Translate(bool isBlocked)
    {
        _isBlocked = isBlocked;
        var frames = Input.WrittenSpan;
        while (_reader.TryRead(ref frames, out var frame))
        {
            if (frame.HasData)
                decoder.Decode(frame, this);
        }

        Input.Release();
    }

    public void OnEvent(in LlmEvent e)
    {
        if (e.Kind == LlmEventKind.Usage)
        {
            _usage = _usage.Then(e.Usage);
            return;
        }

        // It stands at the end of a stream, whenever the provider told it.
        if (e.Kind == LlmEventKind.End && !_isBlocked && !_usage.IsEmpty)
            encoder.Encode(new LlmEvent(LlmEventKind.Usage) { Usage = _usage }, output);
        encoder.Encode(e, output);
    }

    public void Dispose()
    {
        _reader.Dispose();
        Input.Dispose();
        (decoder as IDisposable)?.Dispose();
        (encoder as IDisposable)?.Dispose();
    }
}
