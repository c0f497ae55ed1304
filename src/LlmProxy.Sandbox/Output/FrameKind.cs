namespace LlmProxy.Sandbox.Output;

/// <summary>What a frame is to the faults and to the cadence.</summary>
internal enum FrameKind
{
    /// <summary>Frames around content: starts, ends of parts, pings.</summary>
    Frame,

    /// <summary>One piece of text, reasoning or arguments: counted by <c>after:N</c>, and delayed.</summary>
    Content,

    /// <summary>The beginning of the end: a fault that has not happened yet happens before it.</summary>
    Closing,
}
