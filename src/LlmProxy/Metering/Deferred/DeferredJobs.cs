using LlmProxy.Storage;

namespace LlmProxy.Metering.Deferred;

/// <summary>The work that providers do behind requests, by the ids of its objects, until what it cost is known. Safe for use by many threads.</summary>
/// <remarks>
/// At most <see cref="MaxJobs"/> are remembered, in memory and in the store; at the bound the oldest is forgotten, and what it cost
/// stays unknown. A job leaves memory when somebody takes it to charge it, and the store when its record is on disk.
/// </remarks>
/// <param name="store">Keeps them over a restart; <c>null</c>: nobody does.</param>
/// <param name="capacity">How many are remembered.</param>
internal sealed class DeferredJobs(IStateStore? store = null, int capacity = DeferredJobs.MaxJobs)
{
    /// <summary>How many jobs are remembered; one takes about half a kilobyte.</summary>
    public const int MaxJobs = 20_000;

    // What does not outlive the process need not be kept twice in it.
    private readonly IStateStore? _store = store is { IsDurable: true } ? store : null;

    // No time: the clock may step back over a restart.
    private readonly string _process = Guid.NewGuid().ToString("N");

    // Held while a document is put, which returns at once: of two changes the later one must stay.
    private readonly Lock _lock = new();
    private readonly LinkedList<(string Id, DeferredJob Job)> _order = [];
    private readonly Dictionary<string, LinkedListNode<(string Id, DeferredJob Job)>> _jobs = new(StringComparer.Ordinal);

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _jobs.Count;
        }
    }

    /// <summary>Takes up what the store remembers, the oldest first; what was added since the start stays.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_store is null)
            return;
        var known = new List<(string Id, DeferredJob Job)>();
        foreach (var document in await _store.LoadAsync(StateCollections.DeferredJobs, cancellationToken))
        {
            // What has come since is known here, or has been charged already.
            if (DeferredJobJson.Read(document.Content) is { } job && job.Process != _process)
                known.Add((document.Key, job with { Process = null }));
        }

        foreach (var (id, job) in known.OrderByDescending(one => one.Job.Time))
            Keep(id, job, isKept: true);
    }

    /// <summary>Remembers a job, unless its object is known.</summary>
    /// <param name="id">The object's id, from 1 to 256 characters; any other is not remembered.</param>
    /// <param name="job">The job.</param>
    public void Add(string id, DeferredJob job)
    {
        if (id.Length is > 0 and <= 256)
            Keep(id, job, isKept: false);
    }

    /// <summary>Notes what budgets were charged for a job, if it has not been taken meanwhile.</summary>
    public void NoteHeld(string id, decimal held)
    {
        lock (_lock)
        {
            if (!_jobs.TryGetValue(id, out var node))
                return;
            var job = node.Value.Job with { Held = held };
            node.Value = (id, job);
            Save(id, job);
        }
    }

    /// <summary>Takes a job, which nobody else can then; <c>null</c>: there is none, or it is another cluster's.</summary>
    public DeferredJob? Take(string id, string cluster)
    {
        lock (_lock)
        {
            if (!_jobs.TryGetValue(id, out var node) || node.Value.Job.Cluster != cluster)
                return null;
            _jobs.Remove(id);
            _order.Remove(node);
            return node.Value.Job;
        }
    }

    /// <summary>Forgets a job that a request has handed in, since there was none.</summary>
    public void Withdraw(string id, string requestId)
    {
        lock (_lock)
        {
            if (!_jobs.TryGetValue(id, out var node) || node.Value.Job.RequestId != requestId)
                return;
            _jobs.Remove(id);
            _order.Remove(node);
            Forget(id);
        }
    }

    /// <summary>Puts a job's present state into the store.</summary>
    public void Save(string id, DeferredJob job) => _store?.Put(StateCollections.DeferredJobs, id, DeferredJobJson.Write(job with { Process = _process }));

    /// <summary>Waits until all that is known of jobs is on disk.</summary>
    /// <exception cref="IOException">It could not be written; it will be tried again.</exception>
    public Task FlushAsync() => _store?.FlushAsync() ?? Task.CompletedTask;

    /// <summary>Whether a job is remembered, and nobody has taken it.</summary>
    public bool Contains(string id)
    {
        lock (_lock)
            return _jobs.ContainsKey(id);
    }

    /// <summary>A job's record is on disk: nothing of it is needed any more.</summary>
    public void Forget(string id) => _store?.Delete(StateCollections.DeferredJobs, id);

    /// <summary>Remembers a job; one that the store has already is older than all others.</summary>
    private void Keep(string id, DeferredJob job, bool isKept)
    {
        lock (_lock)
        {
            if (_jobs.ContainsKey(id))
                return;
            _jobs[id] = isKept ? _order.AddFirst((id, job)) : _order.AddLast((id, job));
            if (!isKept)
                Save(id, job);
            if (_jobs.Count <= capacity)
                return;
            var oldest = _order.First!.Value.Id;
            _order.RemoveFirst();
            _jobs.Remove(oldest);
            Forget(oldest);
        }
    }
}
