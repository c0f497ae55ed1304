using System.Buffers;

namespace LlmProxy.Exchange.Detached;

/// <summary>A piece of a flight's answer in pooled memory. The sink guards it.</summary>
/// <param name="start">How many bytes of the answer come before it.</param>
/// <param name="isCounted">Whether the budget was asked for it.</param>
internal sealed class FlightSegment(long start, bool isCounted)
{
    /// <summary>Bytes in one segment, as much as the proxy copies at once from a slow provider.</summary>
    public const int Size = 16 * 1024;

    /// <summary>How many bytes of the answer come before it.</summary>
    public long Start => start;

    /// <summary>Whether the budget was asked for it.</summary>
    public bool IsCounted => isCounted;

    /// <summary>The memory; empty once it was given back.</summary>
    public byte[] Bytes { get; private set; } = ArrayPool<byte>.Shared.Rent(Size);

    /// <summary>How many bytes are written.</summary>
    public int Length { get; set; }

    /// <summary>The clock's reading at the last write.</summary>
    public long WrittenAt { get; set; }

    /// <summary>The next piece.</summary>
    public FlightSegment? Next { get; set; }

    /// <summary>Gives the memory back.</summary>
    public void Free()
    {
        ArrayPool<byte>.Shared.Return(Bytes);
        Bytes = [];
    }
}
