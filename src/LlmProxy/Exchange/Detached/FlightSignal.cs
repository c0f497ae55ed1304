using System.Threading.Tasks.Sources;

namespace LlmProxy.Exchange.Detached;

/// <summary>Wakes the one who waits. Waiting allocates nothing, and one set before the wait is not lost.</summary>
/// <remarks>It may wake for nothing; whoever waits looks again.</remarks>
internal sealed class FlightSignal : IValueTaskSource
{
    private readonly Lock _gate = new();
    private ManualResetValueTaskSourceCore<bool> _core = new() { RunContinuationsAsynchronously = true };
    private CancellationTokenRegistration _cancellation;
    private bool _isAwaited;
    private bool _isSet;

    /// <summary>Waits until <see cref="Set"/>; one at a time.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public ValueTask WaitAsync(CancellationToken cancellationToken)
    {
        short version;
        lock (_gate)
        {
            if (_isSet)
            {
                _isSet = false;
                return default;
            }

            _core.Reset();
            _isAwaited = true;
            version = _core.Version;
        }

        _cancellation = cancellationToken.UnsafeRegister(static (signal, token) => ((FlightSignal)signal!).Cancel(token), this);
        return new ValueTask(this, version);
    }

    /// <summary>Wakes who waits, or the next one who does.</summary>
    public void Set()
    {
        lock (_gate)
        {
            if (!_isAwaited)
            {
                _isSet = true;
                return;
            }

            _isAwaited = false;
        }

        _core.SetResult(true);
    }

    void IValueTaskSource.GetResult(short token)
    {
        // Waits for a cancellation that is just running, so that it cannot meet the next wait.
        _cancellation.Dispose();
        _core.GetResult(token);
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken token)
    {
        lock (_gate)
        {
            if (!_isAwaited)
                return;
            _isAwaited = false;
        }

        _core.SetException(new OperationCanceledException(token));
    }
}
