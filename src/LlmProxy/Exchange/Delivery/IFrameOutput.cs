using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Sse;

namespace LlmProxy.Exchange.Delivery;

/// <summary>The last step of a stream: what the client gets for each frame of the provider.</summary>
internal interface IFrameOutput : IEventSink, IDisposable
{
    /// <summary>Whether the frames' own bytes go out as they came.</summary>
    bool PassesThrough { get; }

    /// <summary>Whether an error among the events is told to the client as such; else it passes as a frame of the provider's.</summary>
    bool TellsErrors { get; }

    /// <summary>All events of a frame have been through the filters.</summary>
    void EndFrame(in SseFrame frame, bool isUsageOnly);

    /// <summary>The provider's body has ended, well or not: the last moment to write what is held.</summary>
    void EndBody()
    {
    }

    /// <summary>When <see cref="Release"/> is due, a timestamp of the clock; 0: nothing waits for a time.</summary>
    long ReleaseAt => 0;

    /// <summary>Time has passed: write what is due by now, which may be nothing.</summary>
    /// <param name="now">The clock's timestamp.</param>
    void Release(long now)
    {
    }

    /// <summary>A filter ended the answer: write a proper end.</summary>
    void Stop(FinishReason reason);
}
