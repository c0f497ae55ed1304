namespace LlmProxy.Exchange.Bodies;

/// <summary>Counts what is read from a body, and refuses to read beyond a limit.</summary>
internal sealed class CountingStream(Stream inner, long maxBytes, Func<Exception> tooLarge) : ForwardReadStream
{
    private long _count;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        _count += read;
        return _count > maxBytes ? throw tooLarge() : read;
    }
}
