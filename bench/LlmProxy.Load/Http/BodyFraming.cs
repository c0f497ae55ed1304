namespace LlmProxy.Load.Http;

/// <summary>Takes the payload out of a response body, counted or chunked, however its bytes are split.</summary>
internal sealed class BodyFraming
{
    private State _state;
    private long _left;
    private bool _emptyLine;

    private enum State
    {
        Counted,
        ChunkSize,
        ChunkExtension,
        ChunkData,
        ChunkEnd,
        Trailer,
        Complete,
    }

    /// <summary>Begins a body.</summary>
    /// <param name="contentLength">Its bytes; null: it is chunked.</param>
    public void Begin(long? contentLength)
    {
        _left = contentLength ?? 0;
        _emptyLine = true;
        _state = contentLength switch
        {
            null => State.ChunkSize,
            0 => State.Complete,
            _ => State.Counted,
        };
    }

    /// <summary>Whether the body has ended as its framing says; an end of the connection before that is a cut.</summary>
    public bool IsComplete => _state == State.Complete;

    /// <summary>Takes bytes up to and including the next piece of payload.</summary>
    /// <param name="input">What was received and not taken yet.</param>
    /// <param name="payload">The piece, a part of <paramref name="input"/>; empty if there is none.</param>
    /// <returns>How many bytes were taken; to be called again with the rest until that is all or the body is complete.</returns>
    /// <exception cref="InvalidDataException">A chunk's size is no hexadecimal number.</exception>
    public int Take(ReadOnlySpan<byte> input, out ReadOnlySpan<byte> payload)
    {
        payload = default;
        var taken = 0;
        while (taken < input.Length && !IsComplete)
        {
            if (_state is State.Counted or State.ChunkData)
            {
                payload = input[taken..(int)Math.Min(input.Length, taken + _left)];
                _left -= payload.Length;
                if (_left == 0)
                    _state = _state == State.Counted ? State.Complete : State.ChunkEnd;
                return taken + payload.Length;
            }

            TakeFramingByte(input[taken++]);
        }

        return taken;
    }

    private void TakeFramingByte(byte value)
    {
        switch (_state)
        {
            case State.ChunkSize or State.ChunkExtension when value == '\n':
                _state = _left == 0 ? State.Trailer : State.ChunkData;
                break;
            case State.ChunkSize when value is (byte)';' or (byte)'\r':
                _state = State.ChunkExtension;
                break;
            case State.ChunkSize when char.IsAsciiHexDigit((char)value):
                _left = (_left << 4) | (uint)HexValue(value);
                break;
            case State.ChunkSize:
                throw new InvalidDataException($"Byte 0x{value:x2} stands where a chunk's size should be.");
            case State.ChunkEnd when value == '\n':
                _state = State.ChunkSize;
                break;
            case State.Trailer when value == '\n':
                if (_emptyLine)
                    _state = State.Complete;
                _emptyLine = true;
                break;
            case State.Trailer when value != '\r':
                _emptyLine = false;
                break;
        }
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
