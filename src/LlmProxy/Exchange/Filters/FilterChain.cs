using LlmProxy.Core.Events;

namespace LlmProxy.Exchange.Filters;

/// <summary>The filters of one answer, each handing on to the next, the last one to the output.</summary>
internal sealed class FilterChain : IEventSink, IDisposable
{
    private readonly ResponseFilter[] _filters;
    private readonly IEventSink _output;

    public FilterChain(IReadOnlyList<ResponseFilter> filters, IEventSink output)
    {
        _filters = [.. filters];
        _output = output;
        for (var i = _filters.Length - 1; i >= 0; i--)
            _filters[i].Attach(i + 1 < _filters.Length ? _filters[i + 1] : output, Control);
    }

    /// <summary>What the filters tell.</summary>
    public FilterControl Control { get; } = new();

    /// <summary>Takes the events before the first filter; the output itself where there is none.</summary>
    public IEventSink First => _filters.Length == 0 ? _output : this;

    /// <summary>Lets go of what the filters hold, whatever became of the answer.</summary>
    public void Dispose()
    {
        foreach (var filter in _filters)
            (filter as IDisposable)?.Dispose();
    }

    /// <summary>Runs one event through all filters. Before a finish or the end, each filter may let go of what it holds.</summary>
    public void OnEvent(in LlmEvent e)
    {
        if (Control.IsStopped)
            return;
        if (e.Kind is LlmEventKind.Finish or LlmEventKind.End)
        {
            foreach (var filter in _filters)
                filter.OnEnd();
        }

        if (!Control.IsStopped)
            _filters[0].OnEvent(e);
    }
}
