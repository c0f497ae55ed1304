using LlmProxy.Core.Sse;

namespace LlmProxy.Core.Events;

/// <summary>Reads one provider protocol's stream; one instance for each stream.</summary>
/// <remarks>
/// What is malformed inside a frame is an <see cref="LlmEventKind.Error"/> event with the name
/// <c>malformed_stream</c>, not an exception: a provider must not be able to take the gateway down.
/// In steady state a decoder allocates nothing for a frame.
/// </remarks>
public interface IStreamDecoder
{
    /// <summary>Turns one frame into its events, which may be none.</summary>
    void Decode(in SseFrame frame, IEventSink sink);

    /// <summary>Whether the protocol's own last event was seen; a body that ends before it was cut.</summary>
    bool IsComplete { get; }

    /// <summary>Whether the last frame told usage and nothing else, so that it can be kept from a client that did not ask for it.</summary>
    bool IsUsageOnly => false;
}
