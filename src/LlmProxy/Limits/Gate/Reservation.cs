namespace LlmProxy.Limits;

/// <summary>All that one request holds of its limits: one lease, with an id and an owner, given back exactly once.</summary>
internal sealed class Reservation(LimitGate gate, string requestId, LimitOwner owner, LimitHold[] holds) : IReservation
{
    private int _isSettled;

    /// <summary>The gateway's id of the request.</summary>
    public string RequestId { get; } = requestId;

    /// <summary>Whose request it is.</summary>
    public LimitOwner Owner { get; } = owner;

    /// <summary>The limits, in the order in which they are asked.</summary>
    public LimitHold[] Holds { get; } = holds;

    /// <inheritdoc/>
    public LimitAmounts Asked { get; internal set; }

    /// <summary>When it was taken.</summary>
    public DateTimeOffset Since { get; internal set; }

    /// <summary>What is left of the tightest limits since it was taken, or refused.</summary>
    public LimitStanding Standing { get; } = new();

    /// <summary>Those that are held beside it, in the gate's list.</summary>
    internal Reservation? Previous { get; set; }

    /// <inheritdoc cref="Previous"/>
    internal Reservation? Next { get; set; }

    /// <inheritdoc/>
    public void Settle(in LimitAmounts used)
    {
        if (Interlocked.Exchange(ref _isSettled, 1) == 0)
            gate.Settle(this, used);
    }

    /// <inheritdoc/>
    public void Release() => Settle(LimitAmounts.None);
}
