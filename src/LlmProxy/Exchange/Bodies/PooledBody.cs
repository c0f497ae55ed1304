using System.Buffers;
using LlmProxy.Core.Errors;

namespace LlmProxy.Exchange.Bodies;

/// <summary>A body in pooled memory, returned to the pool when its last user lets go.</summary>
/// <remarks>
/// Uses are counted because an HTTP/2 connection may still be sending a body after the answer has come: memory given
/// back too early would send another caller's bytes.
/// </remarks>
internal sealed class PooledBody : IBufferWriter<byte>, IDisposable
{
    private readonly BufferBudget _budget;
    private byte[] _buffer;
    private int _length;
    private long _taken;
    private int _uses = 1;

    /// <summary>An empty body that will hold about <paramref name="expectedBytes"/>.</summary>
    /// <exception cref="LlmException">503: the process holds as many bytes of bodies as it may. So does any growth.</exception>
    public PooledBody(BufferBudget budget, int expectedBytes)
    {
        _budget = budget;
        _buffer = [];
        Grow(Math.Max(expectedBytes, 256));
    }

    /// <summary>The bytes written so far; valid until the last use ends.</summary>
    public ReadOnlyMemory<byte> Memory => _buffer.AsMemory(0, _length);

    /// <summary>How many bytes are written.</summary>
    public int Length => _length;

    /// <inheritdoc/>
    public void Advance(int count) => _length += count;

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(sizeHint, 1));
        return _buffer.AsMemory(_length);
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>Begins another use; each needs its own <see cref="Dispose"/>.</summary>
    public void AddUse() => Interlocked.Increment(ref _uses);

    /// <summary>Ends one use.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _uses) != 0)
            return;
        Release(_buffer);
        _buffer = [];
        _length = 0;
        _budget.Return(_taken);
    }

    private void Reserve(int bytes)
    {
        if (_buffer.Length - _length < bytes)
            Grow(checked((int)Math.Max((long)_length + bytes, Math.Min(_buffer.Length * 2L, Array.MaxLength))));
    }

    private void Grow(int bytes)
    {
        var bigger = ArrayPool<byte>.Shared.Rent(bytes);
        if (!_budget.TryTake(bigger.Length - _buffer.Length))
        {
            Release(bigger);
            throw Full();
        }

        _taken += bigger.Length - _buffer.Length;
        _buffer.AsSpan(0, _length).CopyTo(bigger);
        Release(_buffer);
        _buffer = bigger;
    }

    private static LlmException Full() => new(new LlmError(
        503, LlmErrorTypes.Server, "The gateway holds as many request bodies as it may; try again shortly.", "overloaded")
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    });

    private static void Release(byte[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }
}
