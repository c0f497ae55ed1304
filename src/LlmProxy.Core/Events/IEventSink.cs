namespace LlmProxy.Core.Events;

/// <summary>Takes the events of one answer, in order, one at a time.</summary>
public interface IEventSink
{
    /// <summary>Takes one event; its spans must not be kept.</summary>
    void OnEvent(in LlmEvent e);
}
