using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Exchange.Filters;

/// <summary>One step on an answer's way to the client; it sees every event, in order.</summary>
/// <remarks>
/// One instance serves one answer. A filter passes an event on with <see cref="Pass"/>, as it came or with another text
/// (<c>e with { Text = … }</c>); it holds text back by not passing it, and lets it go later by passing an event of
/// its own; it ends the answer with <see cref="Stop"/>. Text that is still held when <see cref="OnEnd"/> comes must be
/// passed or given up then. An exception breaks the answer off, but for an observer.
/// One that is <see cref="IDisposable"/> is disposed when the answer is over, which may be before anything of it was passed: an attempt
/// can fail while its answer is still held back.
/// </remarks>
public abstract class ResponseFilter : IEventSink
{
    private IEventSink? _next;
    private FilterControl? _control;

    /// <summary>Whether texts may leave this filter changed, late or not at all; with none that does, the original bytes go out at once.</summary>
    public virtual bool ChangesText => false;

    /// <summary>
    /// Whether the filter only looks on, so that an answer can do without it: it is shown the events, but what it passes and whether
    /// it stops count for nothing, and an exception takes it off the answer instead of breaking that off.
    /// </summary>
    public virtual bool IsObserver => false;

    /// <inheritdoc/>
    public virtual void OnEvent(in LlmEvent e) => Pass(e);

    /// <summary>A choice finishes, or the answer ends: the last moment to pass what was held back. Comes before that event itself.</summary>
    public virtual void OnEnd()
    {
    }

    internal void Attach(IEventSink next, FilterControl control)
    {
        _next = next;
        _control = control;
    }

    /// <summary>Hands an event to the next step.</summary>
    protected void Pass(in LlmEvent e) => _next!.OnEvent(e);

    /// <summary>Ends the answer here: the client gets what was passed, then a proper end with <paramref name="reason"/>, and the provider is cancelled.</summary>
    protected void Stop(FinishReason reason) => _control!.Stop(reason);
}
