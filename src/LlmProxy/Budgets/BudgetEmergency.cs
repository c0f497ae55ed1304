namespace LlmProxy.Budgets;

/// <summary>Whether the budget of all together is spent, as it was last looked at.</summary>
internal sealed class BudgetEmergency
{
    private DateTimeOffset? _since;
    private readonly Lock _lock = new();

    /// <summary>Since when; <c>null</c>: it is not.</summary>
    public DateTimeOffset? Since
    {
        get
        {
            lock (_lock)
                return _since;
        }
    }

    /// <summary>Takes note of how it is now.</summary>
    /// <returns>Whether that is a change.</returns>
    public bool Set(bool isEmergency, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (isEmergency == _since is not null)
                return false;
            _since = isEmergency ? now : null;
            return true;
        }
    }
}
