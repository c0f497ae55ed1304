using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Sse;

/// <summary>Collects one frame's fields, as offsets into its bytes, from the frame's lines.</summary>
internal sealed class SseFields : IDisposable
{
    // Data of several lines, joined; empty while there is one line only, which needs no copy.
    private readonly PooledBuffer _joined = new();

    private int _eventStart;
    private int _eventLength;
    private int _dataStart;
    private int _dataLength;
    private int _dataLines;
    private bool _pastFirstLine;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>How much memory is rented for joined data.</summary>
    public int RentedBytes => _joined.Capacity;

    /// <summary>Takes the line at <paramref name="start"/> to <paramref name="end"/>, its line end left out.</summary>
    /// <returns>Whether it is blank, which ends the frame.</returns>
    public bool TakeLine(ReadOnlySpan<byte> frame, int start, int end)
    {
        if (!_pastFirstLine)
        {
            _pastFirstLine = true;
            start += frame[start..end].StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        }

        if (start == end)
        {
            return true;
        }

        var line = frame[start..end];
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        var value = colon < 0 ? line.Length : colon + 1;
        if (value < line.Length && line[value] == ' ')
        {
            value++;
        }

        if (name.SequenceEqual("data"u8))
        {
            AddData(frame, start + value, end);
        }
        else if (name.SequenceEqual("event"u8))
        {
            _eventStart = start + value;
            _eventLength = end - _eventStart;
        }

        // A comment has an empty name. id and retry concern a client that reconnects, which nobody does here.
        return false;
    }

    /// <summary>The frame that the lines made.</summary>
    public SseFrame ToFrame(ReadOnlySpan<byte> raw) => new()
    {
        Raw = raw,
        Event = raw.Slice(_eventStart, _eventLength),
        Data = _dataLines > 1 ? _joined.WrittenSpan : raw.Slice(_dataStart, _dataLength),
        HasData = _dataLines > 0,
        DataOffset = _dataLines == 1 ? _dataStart : -1,
    };

    /// <summary>Begins the next frame.</summary>
    public void Clear()
    {
        _joined.Release();
        _eventStart = _eventLength = _dataStart = _dataLength = _dataLines = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _joined.Dispose();

    private void AddData(ReadOnlySpan<byte> frame, int start, int end)
    {
        _dataLines++;
        if (_dataLines == 1)
        {
            _dataStart = start;
            _dataLength = end - start;
            return;
        }

        if (_dataLines == 2)
        {
            _joined.Append(frame.Slice(_dataStart, _dataLength));
        }

        _joined.Append("\n"u8);
        _joined.Append(frame[start..end]);
    }
}
