namespace LlmProxy.Webhooks;

/// <summary>How one receiver does. Used by one thread at a time, which holds <see cref="TryEnter"/>.</summary>
internal sealed class ReceiverState
{
    private int _isBusy;

    /// <summary>How many tries in a row have failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Until when it is left alone.</summary>
    public DateTimeOffset PausedUntil { get; private set; }

    /// <summary>Whether nobody delivers to it at the moment; whoever asked does from now on.</summary>
    public bool TryEnter() => Interlocked.Exchange(ref _isBusy, 1) == 0;

    /// <summary>Nobody delivers any more.</summary>
    public void Leave() => Volatile.Write(ref _isBusy, 0);

    /// <summary>It has taken a delivery.</summary>
    /// <returns>Whether it had failed before.</returns>
    public bool Succeeded()
    {
        var failed = Failures > 0;
        (Failures, PausedUntil) = (0, default);
        return failed;
    }

    /// <summary>It has not.</summary>
    /// <returns>Whether that is new.</returns>
    public bool Failed(DateTimeOffset pausedUntil)
    {
        PausedUntil = pausedUntil;
        return Failures++ == 0;
    }
}
