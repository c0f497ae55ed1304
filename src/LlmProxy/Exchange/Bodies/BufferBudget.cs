namespace LlmProxy.Exchange.Bodies;

/// <summary>Bounds the bytes of request bodies that the process holds at once.</summary>
/// <param name="maxBytes">The bound in force; asked each time, so that a reload takes effect.</param>
/// <remarks>At the bound nothing waits: a request that finds no room is refused with 503, so memory stays bounded and latency too.</remarks>
internal sealed class BufferBudget(Func<long> maxBytes)
{
    private long _used;

    /// <summary>Bytes held now.</summary>
    public long UsedBytes => Volatile.Read(ref _used);

    /// <summary>Takes room for <paramref name="bytes"/>, or none at all.</summary>
    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref _used, bytes) <= maxBytes())
            return true;
        Interlocked.Add(ref _used, -bytes);
        return false;
    }

    /// <summary>Gives room back.</summary>
    public void Return(long bytes) => Interlocked.Add(ref _used, -bytes);
}
