using LlmProxy.Load.Measure;

namespace LlmProxy.Load.Generator;

/// <summary>What all connections of one run count together. Safe to share.</summary>
internal sealed class Tally
{
    private long _requests;
    private long _chunks;
    private long _errors;
    private int _open;
    private int _mostOpen;
    private string? _firstError;

    /// <summary>Exchanges that ended with the right answer.</summary>
    public long Requests => Volatile.Read(ref _requests);

    /// <summary>Content chunks of streams, lost streams included.</summary>
    public long Chunks => Volatile.Read(ref _chunks);

    /// <summary>Exchanges that failed, or whose answer was not the right one.</summary>
    public long Errors => Volatile.Read(ref _errors);

    /// <summary>The first failure, in words.</summary>
    public string? FirstError => Volatile.Read(ref _firstError);

    /// <summary>Most streams that were open at one moment.</summary>
    public int MostOpen => Volatile.Read(ref _mostOpen);

    /// <summary>From the first byte sent to the last received, for each exchange.</summary>
    public LatencyHistogram Latency { get; } = new();

    /// <summary>From the provider's write to the client's read, for each content chunk.</summary>
    public LatencyHistogram ChunkDelay { get; } = new();

    /// <summary>Counts an exchange that ended well.</summary>
    public void Succeeded(long nanoseconds)
    {
        Interlocked.Increment(ref _requests);
        Latency.Record(nanoseconds);
    }

    /// <summary>Counts an exchange that did not.</summary>
    public void Failed(string why)
    {
        Interlocked.Increment(ref _errors);
        Interlocked.CompareExchange(ref _firstError, why, null);
    }

    /// <summary>Counts one content chunk.</summary>
    public void Chunk(long nanoseconds)
    {
        Interlocked.Increment(ref _chunks);
        ChunkDelay.Record(nanoseconds);
    }

    /// <summary>A stream has begun to arrive.</summary>
    public void StreamOpened()
    {
        var open = Interlocked.Increment(ref _open);
        int most;
        while (open > (most = Volatile.Read(ref _mostOpen)))
            Interlocked.CompareExchange(ref _mostOpen, open, most);
    }

    /// <summary>A stream has ended, well or not.</summary>
    public void StreamClosed() => Interlocked.Decrement(ref _open);
}
