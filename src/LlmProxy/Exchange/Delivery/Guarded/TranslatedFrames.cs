using LlmProxy.Core.Buffers;
using LlmProxy.Core.Events;
using LlmProxy.Core.Sse;

namespace LlmProxy.Exchange.Delivery.Guarded;

/// <summary>Reads what guards let out of a stream, and writes it in the client's protocol.</summary>
internal sealed class TranslatedFrames(IStreamDecoder decoder, IStreamEncoder encoder, PooledBuffer output) : IEventSink, IDisposable
{
    private readonly SseReader _reader = new();

    /// <summary>Takes frames of the provider's protocol, each whole.</summary>
    public PooledBuffer Input { get; } = new();

    /// <summary>Translates what <see cref="Input"/> has taken.</summary>
    public void Translate()
    {
        var frames = Input.WrittenSpan;
        while (_reader.TryRead(ref frames, out var frame))
        {
            if (frame.HasData)
                decoder.Decode(frame, this);
        }

        Input.Release();
    }

    public void OnEvent(in LlmEvent e) => encoder.Encode(e, output);

    public void Dispose()
    {
        _reader.Dispose();
        Input.Dispose();
        (decoder as IDisposable)?.Dispose();
        (encoder as IDisposable)?.Dispose();
    }
}
