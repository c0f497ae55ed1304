using System.Collections.Concurrent;

namespace LlmProxy.Load.Chaos;

/// <summary>The requests under way, so that a target can tell what it did to which. Holds as many as there are clients.</summary>
internal sealed class ChaosLedger
{
    private readonly ConcurrentDictionary<long, ChaosRequest> _underWay = new();
    private long _lastId;

    /// <summary>Makes the next request.</summary>
    public ChaosRequest Begin(bool stream)
    {
        var request = new ChaosRequest(Interlocked.Increment(ref _lastId), stream);
        _underWay[request.Id] = request;
        return request;
    }

    /// <summary>The client has its answer, or none.</summary>
    public void End(ChaosRequest request) => _underWay.TryRemove(request.Id, out _);

    /// <summary>A request by its number; one that its client has left already gets a record that nobody reads.</summary>
    public ChaosRequest Find(long id, bool stream) => _underWay.TryGetValue(id, out var request) ? request : new ChaosRequest(id, stream);
}
