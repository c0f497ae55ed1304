using System.Buffers;

namespace LlmProxy.Core.Buffers;

/// <summary>Bytes that grow in an array of the shared pool, and give it back when there is nothing to hold.</summary>
/// <remarks>
/// Growth doubles, so that appending n bytes in any pieces copies O(n). An empty buffer owns no array: whoever keeps
/// one for the length of a stream holds no memory while the stream is idle. Not safe for use by two threads at once.
/// </remarks>
public sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    private const int SmallestArray = 1024;

    private byte[] _array = [];

    /// <summary>How many bytes are held.</summary>
    public int Length { get; private set; }

    /// <summary>How many bytes the array has room for; 0 means that there is no array.</summary>
    public int Capacity => _array.Length;

    /// <summary>The bytes held, valid until the next change.</summary>
    public ReadOnlySpan<byte> WrittenSpan => _array.AsSpan(0, Length);

    /// <summary>The bytes held, valid until the next change.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => _array.AsMemory(0, Length);

    /// <summary>Adds <paramref name="bytes"/> at the end.</summary>
    /// <exception cref="InvalidOperationException">More bytes than an array can have.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(GetSpan(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Forgets what stands behind the first <paramref name="length"/> bytes.</summary>
    public void Cut(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <summary>Forgets the bytes and returns the array.</summary>
    public void Release()
    {
        Length = 0;
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
            _array = [];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Release();

    /// <inheritdoc/>
    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - Length);
        Length += count;
    }

    /// <inheritdoc/>
    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsSpan(Length);
    }

    /// <inheritdoc/>
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _array.AsMemory(Length);
    }

    private void Reserve(int more)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(more);
        var needed = (long)Length + Math.Max(more, 1);
        if (needed <= _array.Length)
        {
            return;
        }

        if (needed > Array.MaxLength)
        {
            throw new InvalidOperationException($"A buffer of {needed} bytes is more than an array can have.");
        }

        var wanted = Math.Max(needed, Math.Min(_array.Length * 2L, Array.MaxLength));
        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Max(wanted, SmallestArray));
        WrittenSpan.CopyTo(larger);
        if (_array.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_array);
        }

        _array = larger;
    }
}
