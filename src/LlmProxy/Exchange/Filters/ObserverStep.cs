using LlmProxy.Core.Events;
using LlmProxy.Health.Degradation;

namespace LlmProxy.Exchange.Filters;

/// <summary>Shows an answer to a filter that only looks on; it leaves the answer when it throws.</summary>
internal sealed class ObserverStep : ResponseFilter, IDisposable
{
    private readonly SideComponent _guard;
    private readonly ResponseFilter _filter;
    private ResponseFilter? _observer;

    public ObserverStep(ResponseFilter observer, SideComponent guard)
    {
        _filter = observer;
        _observer = observer;
        _guard = guard;
        observer.Attach(Nowhere.Instance, new FilterControl());
    }

    public override void OnEvent(in LlmEvent e)
    {
        if (_observer is { } observer)
        {
            try
            {
                observer.OnEvent(e);
            }
            catch (Exception failure)
            {
                Drop(failure);
            }
        }

        // The event as it was, whatever the observer made of it.
        Pass(e);
    }

    public override void OnEnd()
    {
        if (_observer is not { } observer)
            return;
        try
        {
            observer.OnEnd();
            _guard.Succeeded();
        }
        catch (Exception failure)
        {
            Drop(failure);
        }
    }

    public void Dispose()
    {
        try
        {
            (_filter as IDisposable)?.Dispose();
        }
        catch (Exception failure)
        {
            Drop(failure);
        }
    }

    private void Drop(Exception failure)
    {
        _observer = null;
        _guard.Report(failure);
    }

    /// <summary>Where that goes what an observer passes on.</summary>
    private sealed class Nowhere : IEventSink
    {
        public static readonly Nowhere Instance = new();

        public void OnEvent(in LlmEvent e)
        {
        }
    }
}
