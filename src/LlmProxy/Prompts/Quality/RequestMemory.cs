using LlmProxy.Configuration;

namespace LlmProxy.Prompts.Quality;

/// <summary>The newest requests under prompts and experiments. Safe for use by many threads. At the bound the oldest is forgotten; the ledger still knows its prompt.</summary>
internal sealed class RequestMemory(LlmConfigState configuration)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RememberedRequest> _requests = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>Remembers a request that has ended.</summary>
    public void Note(PromptOutcome outcome)
    {
        var most = configuration.Current.Proxy.Prompts.Feedback.RememberedRequests;
        lock (_lock)
        {
            if (_requests.TryAdd(outcome.Facts.RequestId, new(outcome.Tenant, outcome.Prompt, outcome.Assignments, outcome.IsNamed)))
                _order.Enqueue(outcome.Facts.RequestId);
            while (_order.Count > most)
                _requests.Remove(_order.Dequeue());
        }
    }

    /// <summary>A request, or <c>null</c>.</summary>
    public RememberedRequest? Find(string id)
    {
        lock (_lock)
            return _requests.TryGetValue(id, out var request) ? request : null;
    }
}
