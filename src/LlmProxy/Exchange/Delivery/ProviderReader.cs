using System.Threading.Tasks.Sources;
using LlmProxy.Exchange.Timing;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Reads a provider's body within the attempt's limits, and lets whoever waits for it be woken before anything comes.</summary>
/// <remarks>
/// A read cannot be taken back. So whoever wants to be woken waits with <see cref="WaitAsync"/>, behind which one read of nothing
/// stays with the provider however often the alarm rings; a read with a buffer follows when there is something to read.
/// The reader is its own source of the waits' tasks: nothing is allocated for a wait.
/// </remarks>
internal sealed class ProviderReader : IValueTaskSource<bool>, IAlarm, IDisposable
{
    /// <summary>No read of nothing is under way.</summary>
    private const int Idle = 0;

    /// <summary>One is, and somebody waits.</summary>
    private const int Waiting = 1;

    /// <summary>One is, and nobody waits: the alarm has rung.</summary>
    private const int Rung = 2;

    /// <summary>One has ended after the alarm had rung, and nobody has seen its result.</summary>
    private const int Ready = 3;

    /// <summary>Nobody will.</summary>
    private const int Disposed = 4;

    private readonly Stream _provider;
    private readonly AttemptTimer? _timer;
    private Action? _onRead;
    private ManualResetValueTaskSourceCore<bool> _wait;
    private ValueTask<int> _pending;
    private int _state;

    /// <param name="provider">The provider's body.</param>
    /// <param name="timer">The attempt's time; <c>null</c>: no limits.</param>
    public ProviderReader(Stream provider, AttemptTimer? timer)
    {
        _provider = provider;
        _timer = timer;
    }

    /// <summary>The limit that has passed; <c>null</c> while none has.</summary>
    public FailureKind? Expired => _timer?.Expired;

    /// <summary>Whether the attempt was given up from outside.</summary>
    public bool IsAbandoned => _timer is { IsAbandoned: true };

    /// <summary>Whether a wait was left before anything had come; the next must be one too.</summary>
    public bool IsWaiting => Volatile.Read(ref _state) != Idle;

    private CancellationToken Token => _timer?.Token ?? CancellationToken.None;

    /// <summary>Waits until there is something to read, or the end: <c>true</c>; or until the alarm rings: <c>false</c>.</summary>
    public ValueTask<bool> WaitAsync()
    {
        if (Volatile.Read(ref _state) == Idle)
        {
            var read = _provider.ReadAsync(Memory<byte>.Empty, Token);
            if (read.IsCompleted)
            {
                read.GetAwaiter().GetResult();
                return new(true);
            }

            _pending = read;
            _timer?.BeginWait();
            _wait.Reset();
            Volatile.Write(ref _state, Waiting);
            read.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(_onRead ??= OnRead);
            return new(this, _wait.Version);
        }

        _wait.Reset();
        if (Interlocked.CompareExchange(ref _state, Waiting, Rung) == Rung)
            return new(this, _wait.Version);
        Volatile.Write(ref _state, Idle);
        TakeRead();
        return new(true);
    }

    /// <summary>Reads. Nobody may be waiting.</summary>
    public ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        var read = _provider.ReadAsync(buffer, Token);
        if (!read.IsCompleted)
            _timer?.BeginWait();
        return read;
    }

    /// <summary>A read has brought something.</summary>
    public void NoteRead() => _timer?.EndWait();

    /// <summary>It was the first.</summary>
    public void NoteFirstByte(bool isStream) => _timer?.NoteFirstByte(isStream);

    /// <summary>Wakes who waits once, at a time.</summary>
    public void RingAt(long from, TimeSpan delay) => _timer?.RingAt(this, from, delay);

    /// <summary>Wakes who waits each time that the provider has been silent for so long.</summary>
    public void RingEvery(TimeSpan interval) => _timer?.RingEvery(this, interval);

    /// <summary>Wakes nobody any more.</summary>
    public void Silence() => _timer?.Silence();

    void IAlarm.Ring()
    {
        if (Interlocked.CompareExchange(ref _state, Rung, Waiting) == Waiting)
            _wait.SetResult(false);
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        var isRead = _wait.GetResult(token);
        if (isRead)
            TakeRead();
        return isRead;
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _wait.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _wait.OnCompleted(continuation, state, token, flags);

    public void Dispose()
    {
        var state = Interlocked.Exchange(ref _state, Disposed);
        _timer?.Silence();
        if (state == Ready)
            Forget();
        else if (state is Rung or Waiting)
            _timer?.Abandon(); // a body must not be closed, and perhaps drained, below a read
        _provider.Dispose();
    }

    private void OnRead()
    {
        if (Interlocked.CompareExchange(ref _state, Idle, Waiting) == Waiting)
            _wait.SetResult(true);
        else if (Interlocked.CompareExchange(ref _state, Ready, Rung) != Rung)
            Forget();
    }

    private void TakeRead()
    {
        var read = _pending;
        _pending = default;
        read.GetAwaiter().GetResult();
        _timer?.EndWait();
    }

    /// <summary>Takes a result that nobody wants, so that its exception counts as seen.</summary>
    private void Forget()
    {
        try
        {
            TakeRead();
        }
        catch (Exception)
        {
            // Whoever disposed this did so because the answer is over.
        }
    }
}
