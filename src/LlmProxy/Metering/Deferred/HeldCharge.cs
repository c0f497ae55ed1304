namespace LlmProxy.Metering.Deferred;

/// <summary>What budgets were charged for work whose cost was not known, which may become known before that is booked: each is told of the other once. Safe for use by many threads.</summary>
internal sealed class HeldCharge
{
    private readonly Lock _lock = new();
    private decimal _held;
    private bool _isReplaced;

    /// <summary>Notes what was charged. <c>false</c>: the cost was charged already, so that this must be given back.</summary>
    /// <param name="held">US dollars.</param>
    public bool TryNote(decimal held)
    {
        lock (_lock)
        {
            if (_isReplaced)
                return false;
            _held = held;
            return true;
        }
    }

    /// <summary>The cost is charged now, in the place of what is returned, US dollars.</summary>
    public decimal Replace()
    {
        lock (_lock)
        {
            _isReplaced = true;
            return _held;
        }
    }
}
