using LlmProxy.Core.Events;
using LlmProxy.Core.Sse;
using LlmProxy.Metering.Tokens;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Decodes only the frames that tell settlement something, where nobody else looks at the events.</summary>
/// <remarks>
/// Most frames of a stream carry a few words and nothing more. Searching one for the names that matter costs a twentieth of
/// decoding it; what might matter is decoded, so that a wrong guess costs time and nothing else.
/// </remarks>
/// <param name="decoder">Decodes.</param>
/// <param name="facts">What the events tell.</param>
/// <param name="received">Takes the texts of the others.</param>
/// <param name="contents">How many events with content are all decoded, at least 1.</param>
internal sealed class SkimmingDecoder(IStreamDecoder decoder, AnswerFacts facts, ReceivedText received, int contents) : IStreamDecoder, IDisposable
{
    private bool _skimmed;

    public bool IsComplete => decoder.IsComplete;

    public bool IsUsageOnly => !_skimmed && decoder.IsUsageOnly;

    public void Decode(in SseFrame frame, IEventSink sink)
    {
        // Until the first token its time is not known, nor the answer's id and model; the first few tell how fast it is.
        _skimmed = facts.Contents >= contents && FrameSkimmer.IsPlainDelta(frame);
        if (_skimmed)
            received.AppendFrame(frame);
        else
            decoder.Decode(frame, sink);
    }

    public void Dispose() => (decoder as IDisposable)?.Dispose();
}
