using System.Buffers;

namespace LlmProxy.Host.Logging;

/// <summary>Writes lines to a stream on a thread of its own, in one write all that have come.</summary>
/// <remarks>
/// What waits is bounded at <see cref="MaxWaitingBytes"/>; at the bound whoever logs waits for the stream, as with the framework's console.
/// A line is lost only with the process that is killed, with a stream that cannot be written to, or with one that takes nothing while the
/// gateway ends, which waits for it <see cref="CloseTimeout"/>: a log that breaks harms no request, and a full pipe keeps no process alive.
/// </remarks>
internal sealed class LineOutput : IDisposable
{
    /// <summary>Most bytes that wait, beside a line that passes it.</summary>
    internal const int MaxWaitingBytes = 1024 * 1024;

    /// <summary>How long the end waits for the stream: less than what a host is usually given to end, and enough for a pipe that is read.</summary>
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(1.5);

    // How long the first line waits for others: to wake a thread for each of them would cost more than to write them.
    private const int GatherMilliseconds = 5;

    private readonly object _gate = new();
    private readonly Stream _stream;
    private readonly Thread _thread;
    private readonly TimeSpan _closeTimeout;
    private ArrayBufferWriter<byte> _waiting = new();
    private ArrayBufferWriter<byte> _writing = new();
    private bool _isClosed;
    private bool _hasEnded;

    /// <summary>Begins.</summary>
    /// <param name="stream">What is written to; it stays open.</param>
    /// <param name="closeTimeout">How long <see cref="Dispose"/> waits for the stream at most; <c>null</c>: 1.5 s.</param>
    public LineOutput(Stream stream, TimeSpan? closeTimeout = null)
    {
        _stream = stream;
        _closeTimeout = closeTimeout ?? CloseTimeout;
        _thread = new Thread(Loop) { IsBackground = true, Name = "LlmProxy log" };
        _thread.Start();
    }

    /// <summary>Adds a line, which is copied.</summary>
    public void Append(ReadOnlySpan<byte> line)
    {
        lock (_gate)
        {
            while (_waiting.WrittenCount >= MaxWaitingBytes && !_isClosed)
                Monitor.Wait(_gate);
            // Those that waited when it was closed have their places beyond the bound; what still comes then is lost, since nobody may wait any more.
            if (_waiting.WrittenCount >= 2 * MaxWaitingBytes)
                return;
            var isFirst = _waiting.WrittenCount == 0;
            _waiting.Write(line);
            // While the thread is still at it, its lines come first, and it takes these after them.
            if (_hasEnded)
                WriteOut(_waiting);
            else if (isFirst)
                Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Writes what waits, then ends; after a while also without that. What comes after the end is written at once.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join(_closeTimeout);
    }

    private void Loop()
    {
        while (Next())
            WriteOut(_writing);
    }

    /// <summary>Waits for lines and takes them.</summary>
    /// <returns>Whether there are any; else no more will come.</returns>
    private bool Next()
    {
        lock (_gate)
        {
            while (_waiting.WrittenCount == 0)
            {
                if (_isClosed)
                {
                    _hasEnded = true;
                    return false;
                }

                Monitor.Wait(_gate);
            }

            if (!_isClosed)
                Monitor.Wait(_gate, GatherMilliseconds);
            (_waiting, _writing) = (_writing, _waiting);
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    private void WriteOut(ArrayBufferWriter<byte> lines)
    {
        try
        {
            _stream.Write(lines.WrittenSpan);
            _stream.Flush();
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // Nobody reads it any more.
        }

        lines.ResetWrittenCount();
    }
}
