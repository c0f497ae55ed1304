namespace LlmProxy.Sandbox;

/// <summary>The latest requests of one sandbox server, oldest first. Safe for use by several threads.</summary>
public sealed class SandboxRequestLog
{
    private readonly int _capacity;
    private readonly Lock _gate = new();
    private readonly Queue<SandboxRequest> _requests = new();
    private readonly List<Waiter> _waiters = [];
    private long _total;

    internal SandboxRequestLog(int capacity) => _capacity = capacity;

    /// <summary>How many requests were received in all, forgotten ones and those of a log without capacity included.</summary>
    public long Total => Interlocked.Read(ref _total);

    internal bool IsEnabled => _capacity > 0;

    /// <summary>The remembered requests at this moment, oldest first.</summary>
    public IReadOnlyList<SandboxRequest> Snapshot()
    {
        lock (_gate) return _requests.ToArray();
    }

    /// <summary>Forgets all requests; <see cref="Total"/> stays.</summary>
    public void Clear()
    {
        lock (_gate) _requests.Clear();
    }

    /// <summary>Waits for the first remembered or coming request that fits, looking again whenever one changes.</summary>
    /// <param name="predicate">What fits. It is called under a lock, so it must be quick and must not throw.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task<SandboxRequest> WaitForAsync(Func<SandboxRequest, bool> predicate, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var waiter = new Waiter(predicate, new(TaskCreationOptions.RunContinuationsAsynchronously));
        lock (_gate)
        {
            if (_requests.FirstOrDefault(predicate) is { } known) return known;
            _waiters.Add(waiter);
        }

        try
        {
            return await waiter.Found.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            lock (_gate) _waiters.Remove(waiter);
        }
    }

    internal void CountOne() => Interlocked.Increment(ref _total);

    internal void Add(SandboxRequest request)
    {
        lock (_gate)
        {
            while (_requests.Count >= _capacity) _requests.Dequeue();
            _requests.Enqueue(request);
            Tell(request);
        }
    }

    internal void Change(SandboxRequest request, Action<SandboxRequest> change)
    {
        lock (_gate)
        {
            change(request);
            Tell(request);
        }
    }

    private void Tell(SandboxRequest request)
    {
        foreach (var waiter in _waiters)
        {
            if (waiter.Predicate(request)) waiter.Found.TrySetResult(request);
        }
    }

    private sealed record Waiter(Func<SandboxRequest, bool> Predicate, TaskCompletionSource<SandboxRequest> Found);
}
