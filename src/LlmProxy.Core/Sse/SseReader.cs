using LlmProxy.Core.Buffers;

namespace LlmProxy.Core.Sse;

/// <summary>Cuts a body that arrives in chunks of any size into server-sent events.</summary>
/// <remarks>
/// <para>
/// Call <see cref="TryRead"/> until it returns false, then bring the next chunk; at the end of the body call
/// <see cref="TryComplete"/> once. The <see cref="SseFrame.Raw"/> of all frames, and <see cref="Pending"/> after them,
/// are the input byte for byte.
/// </para>
/// <para>
/// A frame that lies whole inside a chunk is slices of that chunk. One that straddles chunks is gathered in a pooled
/// buffer, which goes back as soon as nothing is pending: a stream between two events holds no memory. No byte is
/// looked at twice, so a line of megabytes in small pieces takes linear time.
/// </para>
/// <para>
/// Lines end with LF, CR or CRLF. After a CR the frame is complete at once; where the LF that belongs to it opens the
/// next chunk, it comes as a frame of its own without data, so that neither the event nor the LF waits for the other.
/// </para>
/// <para>Not safe for use by two threads at once.</para>
/// </remarks>
public sealed class SseReader : IDisposable
{
    /// <summary>The default bound on one frame, 32 MiB: an event can carry a generated image in base64.</summary>
    public const int DefaultMaxFrameBytes = 32 * 1024 * 1024;

    private const byte Lf = (byte)'\n';
    private const byte Cr = (byte)'\r';

    private readonly int _maxFrameBytes;

    // The frame's bytes from earlier chunks; its fields are offsets from the frame's first byte.
    private readonly PooledBuffer _held = new();
    private readonly SseFields _fields = new();

    private int _lineStart;
    private bool _afterCr;
    private bool _frameIsOut;

    /// <summary>Makes a reader for one body.</summary>
    /// <param name="maxFrameBytes">The most bytes that one frame may have, at least 1.</param>
    public SseReader(int maxFrameBytes = DefaultMaxFrameBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxFrameBytes, 1);
        _maxFrameBytes = maxFrameBytes;
    }

    /// <summary>How many bytes of an unfinished frame are held.</summary>
    public int PendingBytes => Pending.Length;

    /// <summary>The bytes of the unfinished frame, valid until the next call.</summary>
    public ReadOnlySpan<byte> Pending => _frameIsOut ? default : _held.WrittenSpan;

    /// <summary>How many bytes were searched for line ends, to show that none is searched twice.</summary>
    internal long ScannedBytes { get; private set; }

    /// <summary>How much memory is rented for frames.</summary>
    internal int RentedBytes => _held.Capacity + _fields.RentedBytes;

    /// <summary>Reads the next frame.</summary>
    /// <param name="input">What has arrived; the bytes used are cut off, and on false it is empty.</param>
    /// <param name="frame">The frame, valid until the next call.</param>
    /// <returns>False: more input is needed.</returns>
    /// <exception cref="SseFrameTooLargeException">The frame passes the bound; the reader cannot go on.</exception>
    public bool TryRead(ref ReadOnlySpan<byte> input, out SseFrame frame)
    {
        LetGo();
        if (_afterCr && !input.IsEmpty)
        {
            _afterCr = false;
            if (input[0] == Lf && TakeRestOfCrLf(ref input, out frame))
            {
                return true;
            }
        }

        var at = 0;
        while (at < input.Length)
        {
            var length = input[at..].IndexOfAny(Lf, Cr);
            ScannedBytes += length < 0 ? input.Length - at : length + 1;
            if (length < 0)
            {
                break;
            }

            var lineEnd = at + length;
            at = AfterLineEnd(input, lineEnd);
            if (TakeLine(ref input, lineEnd, ref at, out frame))
            {
                return true;
            }
        }

        Hold(input);
        input = default;
        frame = default;
        return false;
    }

    /// <summary>Ends the body: what is still pending comes as a last frame.</summary>
    /// <remarks>
    /// The HTML standard drops an event that lacks its blank line. Providers end that way after <c>[DONE]</c>, and
    /// what is dropped could not be passed on, so here it is a frame like any other. A body cut inside an event gives
    /// a frame too, whose data is then cut.
    /// </remarks>
    /// <returns>False: nothing was pending.</returns>
    public bool TryComplete(out SseFrame frame)
    {
        LetGo();
        var raw = _held.WrittenSpan;
        if (raw.IsEmpty)
        {
            frame = default;
            return false;
        }

        _fields.TakeLine(raw, _lineStart, raw.Length);
        frame = Finish(raw);
        return true;
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        _held.Dispose();
        _fields.Dispose();
    }

    private int AfterLineEnd(ReadOnlySpan<byte> input, int lineEnd)
    {
        var next = lineEnd + 1;
        if (input[lineEnd] == Cr)
        {
            _afterCr = next == input.Length;
            return !_afterCr && input[next] == Lf ? next + 1 : next;
        }

        return next;
    }

    /// <summary>Takes the line that ends at <paramref name="lineEnd"/>; true if it was the blank one.</summary>
    private bool TakeLine(ref ReadOnlySpan<byte> input, int lineEnd, scoped ref int next, out SseFrame frame)
    {
        var bytes = input;
        if (_held.Length > 0)
        {
            // The frame began in an earlier chunk: its line joins the rest before it is looked at as a whole.
            lineEnd += _held.Length;
            Hold(input[..next]);
            input = input[next..];
            next = 0;
            bytes = _held.WrittenSpan;
        }

        var frameEnd = _held.Length + next;
        if (!_fields.TakeLine(bytes, _lineStart, lineEnd))
        {
            _lineStart = frameEnd;
            frame = default;
            return false;
        }

        if (frameEnd > _maxFrameBytes)
        {
            throw new SseFrameTooLargeException(_maxFrameBytes);
        }

        frame = Finish(bytes[..frameEnd]);
        input = input[next..];
        return true;
    }

    private bool TakeRestOfCrLf(ref ReadOnlySpan<byte> input, out SseFrame frame)
    {
        var lf = input[..1];
        input = input[1..];
        if (_held.Length == 0)
        {
            frame = new SseFrame { Raw = lf, DataOffset = -1 };
            return true;
        }

        Hold(lf);
        _lineStart++;
        frame = default;
        return false;
    }

    private void Hold(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > _maxFrameBytes - _held.Length)
        {
            throw new SseFrameTooLargeException(_maxFrameBytes);
        }

        if (!bytes.IsEmpty)
        {
            _held.Append(bytes);
        }
    }

    private SseFrame Finish(ReadOnlySpan<byte> raw)
    {
        _lineStart = 0;
        _frameIsOut = true;
        return _fields.ToFrame(raw);
    }

    private void LetGo()
    {
        if (_frameIsOut)
        {
            _frameIsOut = false;
            _held.Release();
            _fields.Clear();
        }
    }
}
