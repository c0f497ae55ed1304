using LlmProxy.Exchange.Bodies;

namespace LlmProxy.Exchange.Forwarding;

/// <summary>Bytes that were read before, then those of the stream that they came from.</summary>
internal sealed class ResumedStream(ReadOnlyMemory<byte> beginning, Stream rest) : ForwardReadStream
{
    private ReadOnlyMemory<byte> _left = beginning;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_left.IsEmpty)
            return rest.ReadAsync(buffer, cancellationToken);
        var taken = Math.Min(_left.Length, buffer.Length);
        _left[..taken].CopyTo(buffer);
        _left = _left[taken..];
        return new(taken);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            rest.Dispose();
        base.Dispose(disposing);
    }
}
