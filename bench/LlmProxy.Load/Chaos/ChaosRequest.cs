namespace LlmProxy.Load.Chaos;

/// <summary>One request of the load, as clients and targets see it together: both live in this process.</summary>
/// <param name="id">Its number, which the request carries and every piece of its answer repeats.</param>
/// <param name="stream">Whether a stream is asked for.</param>
internal sealed class ChaosRequest(long id, bool stream)
{
    private readonly int[] _met = new int[Faults.All.Count];
    private int _attempts;
    private int _served;

    /// <summary>Its number.</summary>
    public long Id => id;

    /// <summary>Whether a stream is asked for.</summary>
    public bool Stream => stream;

    /// <summary>Attempts that reached a target. What a closed port refused is not among them: nobody saw it.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>How often a target sent the whole answer.</summary>
    public int Served => Volatile.Read(ref _served);

    /// <summary>Whether a fault struck where it may have been too late to try again.</summary>
    public bool MetLateFault => Faults.Bad.Any(kind => Faults.StrikesLate(kind) && MetBy(kind) > 0);

    /// <summary>How many of its attempts met a kind of fault.</summary>
    public int MetBy(FaultKind kind) => Volatile.Read(ref _met[(int)kind]);

    /// <summary>A port was closed when the request began.</summary>
    public void MayMeetClosedPort() => Interlocked.Increment(ref _met[(int)FaultKind.Refuse]);

    /// <summary>An attempt has reached a target.</summary>
    /// <returns>The attempt's number, from 1.</returns>
    public int Arrived(FaultKind fault)
    {
        Interlocked.Increment(ref _met[(int)fault]);
        return Interlocked.Increment(ref _attempts);
    }

    /// <summary>A target has sent the whole answer.</summary>
    public void WasServed() => Interlocked.Increment(ref _served);
}
