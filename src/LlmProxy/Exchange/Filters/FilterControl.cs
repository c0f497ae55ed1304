using LlmProxy.Core.Protocols;

namespace LlmProxy.Exchange.Filters;

/// <summary>What filters tell the pipe that runs them.</summary>
internal sealed class FilterControl
{
    /// <summary>The reason for which a filter ended the answer; <c>None</c> while it goes on.</summary>
    public FinishReason StopReason { get; private set; }

    /// <summary>Whether a filter ended the answer.</summary>
    public bool IsStopped => StopReason != FinishReason.None;

    /// <summary>Ends the answer; the first reason counts.</summary>
    public void Stop(FinishReason reason)
    {
        if (!IsStopped)
            StopReason = reason;
    }
}
