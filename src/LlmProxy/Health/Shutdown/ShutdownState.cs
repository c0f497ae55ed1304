namespace LlmProxy.Health.Shutdown;

/// <summary>How far the end of the process has come. One for each gateway.</summary>
public sealed class ShutdownState : IDisposable
{
    private readonly CancellationTokenSource _drainOver = new();
    private volatile bool _isStopping;

    /// <summary>Whether the gateway has been told to stop. Requests are still served; <c>/health/ready</c> says no.</summary>
    public bool IsStopping => _isStopping;

    /// <summary>Cancelled once what is still open has had its time: whoever waits for a provider ends with <c>gateway_stopping</c>.</summary>
    public CancellationToken DrainOver => _drainOver.Token;

    /// <summary>The gateway has been told to stop.</summary>
    internal void Begin() => _isStopping = true;

    /// <summary>Ends what is still open.</summary>
    internal void EndDrain()
    {
        _isStopping = true;
        _drainOver.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _drainOver.Dispose();
}
