namespace LlmProxy.Limits;

/// <summary>Where requests take from their limits: all that they ask or nothing, under one lock.</summary>
/// <remarks>
/// One lock for all limits of the gateway, since requests share them in every combination: a key's with a model's with a route's.
/// It is held for well under a microsecond, never across an await, and not while anybody is told.
/// </remarks>
internal sealed class LimitGate(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private Reservation? _first;
    private int _held;

    /// <summary>Guards every limit that is taken from here.</summary>
    public Lock Lock => _lock;

    /// <summary>Told after something was given back, outside of the lock.</summary>
    public Action? Freed { get; set; }

    /// <summary>How many requests hold something.</summary>
    public int Held => Volatile.Read(ref _held);

    /// <summary>Checks all limits, then takes from all; or takes nothing.</summary>
    /// <returns>Why not; <c>null</c>: it is taken, and must be settled.</returns>
    public LimitRefusal? TryReserve(Reservation reservation, in LimitAmounts asked) => TryReserve(reservation, asked, out _);

    /// <inheritdoc cref="TryReserve(Reservation, in LimitAmounts)"/>
    /// <param name="reservation">The request's.</param>
    /// <param name="asked">What it may use.</param>
    /// <param name="refusing">The place in <see cref="Reservation.Holds"/> of the limit that refuses; -1: none.</param>
    public LimitRefusal? TryReserve(Reservation reservation, in LimitAmounts asked, out int refusing)
    {
        var now = clock.GetUtcNow();
        var holds = reservation.Holds;
        lock (_lock)
        {
            for (var i = 0; i < holds.Length; i++)
            {
                if (holds[i].Limit.Check(asked, now) is not { } refusal)
                    continue;
                refusing = i;
                Note(reservation, now);
                return refusal;
            }

            for (var i = 0; i < holds.Length; i++)
                holds[i] = holds[i] with { Window = holds[i].Limit.Take(asked, now) };
            reservation.Asked = asked;
            reservation.Since = now;
            Note(reservation, now);
            Link(reservation);
        }

        refusing = -1;
        return null;
    }

    /// <summary>Reads something that the lock guards.</summary>
    public T Read<T>(Func<DateTimeOffset, T> read)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
            return read(now);
    }

    /// <summary>Who holds something now, the latest first.</summary>
    public IReadOnlyList<Reservation> Reservations()
    {
        lock (_lock)
        {
            var all = new List<Reservation>(_held);
            for (var one = _first; one is not null; one = one.Next)
                all.Add(one);
            return all;
        }
    }

    /// <summary>For <see cref="Reservation.Settle"/>, which calls it once.</summary>
    internal void Settle(Reservation reservation, in LimitAmounts used)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            foreach (var hold in reservation.Holds)
                hold.Limit.Settle(hold.Window, reservation.Asked, used, now);
            Unlink(reservation);
        }

        Freed?.Invoke();
    }

    private static void Note(Reservation reservation, DateTimeOffset now)
    {
        reservation.Standing.Clear();
        foreach (var hold in reservation.Holds)
        {
            if (hold.Limit is WindowLimit window)
                reservation.Standing.Add(window, now);
        }
    }

    private void Link(Reservation reservation)
    {
        reservation.Next = _first;
        if (_first is not null)
            _first.Previous = reservation;
        _first = reservation;
        _held++;
    }

    private void Unlink(Reservation reservation)
    {
        if (reservation.Previous is { } previous)
            previous.Next = reservation.Next;
        else
            _first = reservation.Next;
        if (reservation.Next is { } next)
            next.Previous = reservation.Previous;
        reservation.Previous = reservation.Next = null;
        _held--;
    }
}
