using LlmProxy.Metering.Ledger;

namespace LlmProxy.Metering;

/// <summary>Whether the books on a request are closed, and with what. Its own lock guards it.</summary>
internal sealed class Booking
{
    private readonly Lock _gate = new();
    private Task? _written;

    /// <summary>The record; <c>null</c> before the books are closed, or where that failed.</summary>
    public LedgerRecord? Record { get; private set; }

    /// <summary>Closes the books by the first call; every later one gives the same task.</summary>
    /// <param name="close">Makes the record and hands it over; must neither wait nor throw.</param>
    /// <param name="state">What it works with.</param>
    public Task Close<TState>(Func<TState, (LedgerRecord? Record, Task Written)> close, TState state)
    {
        lock (_gate)
        {
            if (_written is null)
                (Record, _written) = close(state);
            return _written;
        }
    }
}
