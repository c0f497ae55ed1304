namespace LlmProxy.Core.Sse;

/// <summary>One frame of a stream is larger than the reader may hold.</summary>
public sealed class SseFrameTooLargeException : Exception
{
    /// <summary>Says that a frame passed <paramref name="maxFrameBytes"/>.</summary>
    public SseFrameTooLargeException(int maxFrameBytes)
        : base($"A server-sent event has more than {maxFrameBytes} bytes, the most that one may have.") =>
        MaxFrameBytes = maxFrameBytes;

    /// <summary>The bound, in bytes, that was passed.</summary>
    public int MaxFrameBytes { get; }
}
