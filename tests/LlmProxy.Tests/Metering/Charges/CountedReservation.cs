using LlmProxy.Limits;

namespace LlmProxy.Tests.Metering.Charges;

/// <summary>Notes how it was ended: by its first call, as the real one is.</summary>
internal sealed class CountedReservation : IReservation
{
    private int _calls;

    public LimitAmounts Asked { get; } = new(5_000, 1m);

    /// <summary>What was used by the first call; <c>null</c>: it gave all back, or there was none.</summary>
    public LimitAmounts? Used { get; private set; }

    public bool IsEnded => _calls > 0;

    /// <summary>How often <see cref="Settle"/> was called.</summary>
    public int Settled { get; private set; }

    public void Settle(in LimitAmounts used)
    {
        Settled++;
        if (Interlocked.Increment(ref _calls) == 1)
            Used = used;
    }

    public void Release() => Interlocked.Increment(ref _calls);
}
