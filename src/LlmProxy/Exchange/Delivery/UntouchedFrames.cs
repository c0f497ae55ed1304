using LlmProxy.Core.Buffers;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Sse;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Frames go out as they came; at most the usage that only the gateway asked for is left out.</summary>
internal sealed class UntouchedFrames(PooledBuffer output, bool hidesUsage) : IFrameOutput
{
    private bool _hidden;

    public bool PassesThrough => !hidesUsage;

    public bool TellsErrors => false;

    public void OnEvent(in LlmEvent e)
    {
    }

    public void EndFrame(in SseFrame frame, bool isUsageOnly)
    {
        if (!hidesUsage)
            return;
        // The LF of a frame whose CR ended an earlier read goes where its frame went.
        if (!frame.IsRestOfLineEnd)
            _hidden = isUsageOnly;
        if (!_hidden)
            output.Append(frame.Raw);
    }

    public void Stop(FinishReason reason)
    {
        // Nothing ends in the middle here: a filter that stops answers changes them, and then another output is used.
    }

    public void Dispose()
    {
    }
}
