namespace LlmProxy.Limits;

/// <summary>One request that waits for room in its limits; completed with why it may not pass, or with <c>null</c> once it holds what it asked for.</summary>
internal sealed class LimitWaiter(Reservation reservation, LimitAmounts asked, int weight)
    : TaskCompletionSource<LimitRefusal?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    // A mask: more limits than a request ever stands under.
    private const int MaxClaims = 64;
    private ulong _claims;

    /// <summary>What it wants to hold.</summary>
    public Reservation Reservation { get; } = reservation;

    /// <summary>How much of it.</summary>
    public LimitAmounts Asked { get; } = asked;

    /// <summary>Its tenant's share, from 1.</summary>
    public int Weight { get; } = weight;

    /// <summary>Its turn: the lowest goes first.</summary>
    public double Start { get; set; }

    /// <summary>Which of two with the same turn came first.</summary>
    public long Number { get; set; }

    /// <summary>When it gives up.</summary>
    public DateTimeOffset Deadline { get; set; }

    /// <summary>The limit that kept it from passing last.</summary>
    public ILimit? BlockedBy { get; set; }

    /// <summary>Puts those first whose turn it is.</summary>
    public static IComparer<LimitWaiter> ByTurn { get; } = Comparer<LimitWaiter>.Create(
        (a, b) => a.Start.CompareTo(b.Start) is var order and not 0 ? order : a.Number.CompareTo(b.Number));

    /// <summary>One of its limits has refused it: from now on nobody behind it may take from that one.</summary>
    /// <remarks>
    /// It keeps the claims that it has, so that it gets through where several shared limits are short in turn. But where one of its own is
    /// short, its claim is that one alone: nobody else waits for the limit of a single caller.
    /// </remarks>
    public void Claim(int hold)
    {
        BlockedBy = Reservation.Holds[hold].Limit;
        var claim = hold < MaxClaims ? 1UL << hold : 0;
        _claims = IsOwn(BlockedBy) ? claim : _claims | claim;
    }

    /// <summary>Another one, whose turn is earlier, has a claim on one of its limits.</summary>
    public void StandBehind(ILimit claimed)
    {
        BlockedBy = claimed;
        if (IsOwn(claimed))
            _claims = 0;
    }

    /// <summary>Adds the limits that it has a claim on.</summary>
    public void AddClaimsTo(HashSet<ILimit> claims)
    {
        for (var i = 0; i < Reservation.Holds.Length && i < MaxClaims; i++)
        {
            if ((_claims & (1UL << i)) != 0)
                claims.Add(Reservation.Holds[i].Limit);
        }
    }

    private static bool IsOwn(ILimit limit) => limit.Info.Scope is LimitScopes.Key or LimitScopes.User or LimitScopes.Tenant;

    /// <summary>What it asks of a limit that counts amounts; 0 where it does not stand under it.</summary>
    public long AmountOf(WindowLimit limit)
    {
        foreach (var hold in Reservation.Holds)
        {
            if (ReferenceEquals(hold.Limit, limit))
                return limit.AmountOf(Asked);
        }

        return 0;
    }
}
