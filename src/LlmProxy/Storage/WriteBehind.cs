using System.Threading.Channels;
using LlmProxy.Health.Degradation;

namespace LlmProxy.Storage;

/// <summary>Writes behind its callers what they have queued: after an interval, or at once where somebody waits; and again, less and less often, while that fails.</summary>
/// <remarks>
/// One write runs at a time. Whoever notes something pays for a flag; what is queued meanwhile goes with the next write.
/// </remarks>
internal sealed class WriteBehind : IAsyncDisposable
{
    /// <summary>The wait after a first failure; it doubles up to <see cref="LongestPause"/>.</summary>
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest wait between two tries, so that a store that is back is used soon.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(4);

    // Holds one wish at most: a second one means the same.
    private readonly Channel<bool> _wishes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _lock = new();
    private readonly Func<ValueTask> _write;
    private readonly Func<TimeSpan> _interval;
    private readonly SideComponent _guard;
    private readonly ITimer _timer;
    private readonly Task _loop;
    private TaskCompletionSource? _flush;
    private TimeSpan _pause;
    private int _isArmed;
    private bool _isFailing;
    private bool _isOver;

    /// <param name="write">Writes all that is queued, or throws, and will be called again.</param>
    /// <param name="interval">How long what is noted may wait.</param>
    /// <param name="guard">Is told of failures, and that it works again.</param>
    /// <param name="clock">The clock.</param>
    public WriteBehind(Func<ValueTask> write, Func<TimeSpan> interval, SideComponent guard, TimeProvider clock)
    {
        _write = write;
        _interval = interval;
        _guard = guard;
        _timer = clock.CreateTimer(static self => ((WriteBehind)self!).Ring(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Something was queued, and is to be written within the interval.</summary>
    public void Note()
    {
        if (Volatile.Read(ref _isArmed) == 0 && Interlocked.Exchange(ref _isArmed, 1) == 0)
            _timer.Change(_interval(), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Something was queued, and is to be written at once; after a failure, when its pause is over.</summary>
    public void Hurry()
    {
        if (Volatile.Read(ref _isFailing))
            Note();
        else
            _wishes.Writer.TryWrite(true);
    }

    /// <summary>Waits until all that was queued before is written; after a failure it is tried without a pause.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public Task FlushAsync()
    {
        lock (_lock)
        {
            if (_isOver)
                return WriteLastAsync();
            _flush ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            _wishes.Writer.TryWrite(true);
            return _flush.Task;
        }
    }

    /// <summary>Writes what is left, and then nothing any more.</summary>
    public async ValueTask DisposeAsync()
    {
        _wishes.Writer.TryComplete();
        await _loop;
        await _timer.DisposeAsync();
    }

    private void Ring()
    {
        Volatile.Write(ref _isArmed, 0);
        _wishes.Writer.TryWrite(true);
    }

    private async Task RunAsync()
    {
        while (await _wishes.Reader.WaitToReadAsync())
        {
            _wishes.Reader.TryRead(out _);
            await WriteAsync();
        }

        lock (_lock)
            _isOver = true;
        await WriteAsync();
    }

    private async Task WriteAsync()
    {
        TaskCompletionSource? flush;
        lock (_lock)
        {
            flush = _flush;
            _flush = null;
        }

        try
        {
            await _write();
            Succeeded();
            flush?.SetResult();
        }
        catch (Exception e)
        {
            Failed(e);
            flush?.SetException(AsIo(e));
            // Nobody may be left who waits for it.
            _ = flush?.Task.Exception;
        }
    }

    private void Succeeded()
    {
        if (!_isFailing)
            return;
        _pause = TimeSpan.Zero;
        Volatile.Write(ref _isFailing, false);
        _guard.Recovered();
    }

    private void Failed(Exception failure)
    {
        if (failure is StorageException { Reason: var reason })
            _guard.Report(reason);
        else
            _guard.Report(failure);
        var longer = _pause + _pause;
        _pause = longer < ShortestPause ? ShortestPause : longer < LongestPause ? longer : LongestPause;
        Volatile.Write(ref _isFailing, true);
        Volatile.Write(ref _isArmed, 1);
        _timer.Change(_pause, Timeout.InfiniteTimeSpan);
    }

    private async Task WriteLastAsync()
    {
        await _loop;
        try
        {
            await _write();
        }
        catch (Exception e) when (e is not IOException)
        {
            throw AsIo(e);
        }
    }

    private static IOException AsIo(Exception failure) => failure as IOException ?? new IOException(failure.Message, failure);
}
