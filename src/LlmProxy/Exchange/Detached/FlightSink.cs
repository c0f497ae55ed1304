using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Bodies;

namespace LlmProxy.Exchange.Detached;

/// <summary>The body of a flight's answer: one writes, several read, each from the beginning.</summary>
/// <remarks>
/// <para>
/// Up to the bound all of it is kept, so that one who comes late reads the whole answer. Once it would grow beyond, nobody joins any
/// more, what all readers have read is let go, and the writer waits for the slowest reader. One who then is 30 s behind is dropped.
/// </para>
/// <para>
/// Where the process holds as many bytes as it may, the bound is what is held already; one segment may always be held, so that
/// nothing comes to a standstill. What nobody can read is thrown away.
/// </para>
/// </remarks>
/// <param name="maxBytes">The bound.</param>
/// <param name="budget">Bounds all of them together.</param>
/// <param name="clock">Tells how far behind a reader is.</param>
internal sealed class FlightSink(long maxBytes, BufferBudget budget, TimeProvider clock)
{
    private static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly FlightSignal _room = new();
    private readonly List<FlightReader> _readers = [];
    private FlightSegment? _first;
    private FlightSegment? _last;
    private long _written;
    private bool _isSealed;
    private bool _isEnded;
    private Exception? _failure;

    /// <summary>Called, outside of any lock, when nobody reads any more, or ever will.</summary>
    public Action? Abandoned { get; set; }

    /// <summary>Bytes of memory held.</summary>
    public long HeldBytes
    {
        get
        {
            lock (_gate)
            {
                long held = 0;
                for (var segment = _first; segment is not null; segment = segment.Next)
                    held += FlightSegment.Size;
                return held;
            }
        }
    }

    /// <summary>Begins to read from the beginning; <c>null</c>: too late.</summary>
    public FlightReader? Join()
    {
        lock (_gate)
        {
            if (_isSealed)
                return null;
            var reader = new FlightReader(this);
            _readers.Add(reader);
            _room.Set();
            return reader;
        }
    }

    /// <summary>Nobody joins any more; what was read by all is let go at once.</summary>
    public void Seal()
    {
        bool isAbandoned;
        lock (_gate)
        {
            _isSealed = true;
            Trim();
            isAbandoned = _readers.Count == 0;
        }

        if (isAbandoned)
            Abandon();
    }

    /// <summary>Appends bytes; waits where there is no room for them.</summary>
    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var taken = Take(bytes.Span);
        return taken == bytes.Length ? default : WaitAndWriteAsync(bytes[taken..], cancellationToken);
    }

    /// <summary>Nothing more comes.</summary>
    /// <param name="failure">Why the answer is not whole; <c>null</c>: it is.</param>
    public void End(Exception? failure)
    {
        lock (_gate)
        {
            if (_isEnded)
                return;
            _isEnded = true;
            _failure = failure;
            WakeReaders();
        }
    }

    /// <summary>Hands out what a reader has not read yet.</summary>
    /// <returns>How many bytes; -1: none yet. With an empty buffer 0 says that there are some.</returns>
    /// <exception cref="Exception">The answer broke off, or the reader was dropped.</exception>
    internal int Read(FlightReader reader, Span<byte> buffer)
    {
        lock (_gate)
        {
            if (reader.Dropped is { } dropped)
                throw dropped;
            if (_written == reader.Position)
            {
                if (!_isEnded)
                    return -1;
                return _failure is null ? 0 : throw _failure;
            }

            if (buffer.IsEmpty)
                return 0;
            var read = Copy(reader, buffer);
            if (_isSealed)
                Trim();
            _room.Set();
            return read;
        }
    }

    /// <summary>A reader goes.</summary>
    internal void Leave(FlightReader reader)
    {
        bool isLast;
        lock (_gate)
        {
            if (!_readers.Remove(reader))
                return;
            isLast = _readers.Count == 0;
            if (_isSealed)
                Trim();
            _room.Set();
        }

        if (isLast)
            Abandon();
    }

    private void Abandon()
    {
        _room.Set();
        Abandoned?.Invoke();
    }

    private async ValueTask WaitAndWriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var taken = Take(bytes.Span);
            bytes = bytes[taken..];
            if (bytes.IsEmpty)
                return;
            if (taken > 0)
                continue;
            var patience = DropLate();
            await using var late = patience is { } wait
                ? clock.CreateTimer(static room => ((FlightSignal)room!).Set(), _room, wait, Timeout.InfiniteTimeSpan)
                : null;
            await _room.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes as many bytes as there is room for.</summary>
    private int Take(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var taken = 0;
            while (taken < bytes.Length)
            {
                if (_isSealed && _readers.Count == 0)
                    return bytes.Length;
                var room = maxBytes - (_written - (_isSealed ? Slowest() : 0));
                if (room <= 0 || !HasSegment())
                {
                    if (_isSealed || _readers.Count == 0)
                        break;
                    // From here on nobody can read the whole of it any more.
                    _isSealed = true;
                    Trim();
                    continue;
                }

                var last = _last!;
                var count = (int)Math.Min(Math.Min(bytes.Length - taken, FlightSegment.Size - last.Length), room);
                bytes.Slice(taken, count).CopyTo(last.Bytes.AsSpan(last.Length));
                last.Length += count;
                last.WrittenAt = clock.GetTimestamp();
                _written += count;
                taken += count;
            }

            if (taken > 0)
                WakeReaders();
            return taken;
        }
    }

    /// <summary>Makes sure that the last segment has room; <c>false</c>: the process holds as much as it may.</summary>
    private bool HasSegment()
    {
        if (_last is { Length: < FlightSegment.Size })
            return true;
        var isCounted = budget.TryTake(FlightSegment.Size);
        if (!isCounted && _first is not null && _written > Slowest())
            return false;
        var segment = new FlightSegment(_written, isCounted);
        if (_last is null)
            _first = segment;
        else
            _last.Next = segment;
        _last = segment;
        return true;
    }

    private long Slowest()
    {
        if (_readers.Count == 0)
            return 0;
        var slowest = long.MaxValue;
        foreach (var reader in _readers)
            slowest = Math.Min(slowest, reader.Position);
        return slowest;
    }

    private static int Copy(FlightReader reader, Span<byte> buffer, FlightSegment segment)
    {
        var offset = (int)(reader.Position - segment.Start);
        var count = Math.Min(buffer.Length, segment.Length - offset);
        segment.Bytes.AsSpan(offset, count).CopyTo(buffer);
        reader.Position += count;
        return count;
    }

    private int Copy(FlightReader reader, Span<byte> buffer)
    {
        var read = 0;
        while (read < buffer.Length && reader.Position < _written)
        {
            var segment = reader.Segment ??= _first!;
            if (reader.Position == segment.Start + segment.Length)
                segment = reader.Segment = segment.Next!;
            read += Copy(reader, buffer[read..], segment);
        }

        return read;
    }

    /// <summary>Lets go of what nobody will read.</summary>
    private void Trim()
    {
        var until = _readers.Count == 0 ? _written : Slowest();
        while (_first is { } first && first.Start + first.Length <= until && (first.Next is not null || _readers.Count == 0 || first.Length == FlightSegment.Size))
        {
            _first = first.Next;
            if (_first is null)
                _last = null;
            foreach (var reader in _readers)
            {
                if (ReferenceEquals(reader.Segment, first))
                    reader.Segment = first.Next;
            }

            first.Free();
            if (first.IsCounted)
                budget.Return(FlightSegment.Size);
        }
    }

    /// <summary>Drops who is too far behind, while the writer waits for them.</summary>
    /// <returns>When to look again; <c>null</c>: nobody is behind.</returns>
    private TimeSpan? DropLate()
    {
        TimeSpan? next = null;
        var isAbandoned = false;
        lock (_gate)
        {
            for (var i = _readers.Count - 1; i >= 0; i--)
            {
                var reader = _readers[i];
                if (reader.Position == _written)
                    continue;
                var segment = reader.Segment ?? _first!;
                if (reader.Position == segment.Start + segment.Length)
                    segment = segment.Next!;
                var left = MaxLag - clock.GetElapsedTime(segment.WrittenAt);
                if (left > TimeSpan.Zero)
                {
                    next = next < left ? next : left;
                    continue;
                }

                _readers.RemoveAt(i);
                reader.Drop(TooSlow());
                isAbandoned = _readers.Count == 0;
                next = TimeSpan.Zero;
            }

            Trim(isAbandoned);
        }

        if (isAbandoned)
            Abandon();
        return next;
    }

    private void Trim(bool isAbandoned)
    {
        if (isAbandoned)
            _isSealed = true;
        if (_isSealed)
            Trim();
    }

    private void WakeReaders()
    {
        foreach (var reader in _readers)
            reader.Wake();
    }

    private static LlmException TooSlow() => new(new LlmError(
        408, LlmErrorTypes.Timeout, $"The answer was read too slowly: {MaxLag.TotalSeconds:0} s behind what the gateway may hold.", "reader_too_slow"));
}
