using System.Threading.Tasks.Sources;
using LlmProxy.Exchange.Bodies;

namespace LlmProxy.Tests.Exchange.Delivery;

/// <summary>A provider's body whose every read waits until a test brings bytes; it allocates nothing itself.</summary>
internal sealed class PendingStream : ForwardReadStream, IValueTaskSource<int>
{
    private ManualResetValueTaskSourceCore<int> _core;
    private Memory<byte> _buffer;

    /// <summary>Completes the read that waits; for a read of nothing, says only that something is there.</summary>
    public void Bring(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(bytes.Length, _buffer.Length);
        bytes[..count].CopyTo(_buffer.Span);
        _core.SetResult(count);
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _buffer = buffer;
        _core.Reset();
        return new ValueTask<int>(this, _core.Version);
    }

    public int GetResult(short token) => _core.GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);
}
