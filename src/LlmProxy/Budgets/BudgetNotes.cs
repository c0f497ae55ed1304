using System.Collections.Concurrent;

namespace LlmProxy.Budgets;

/// <summary>Collects what happens to accounts, for <see cref="BudgetJournal"/> to write down and tell behind the requests.</summary>
internal sealed class BudgetNotes : IBudgetObserver
{
    /// <summary>How many reached limits wait to be told; further ones are told nobody, and are seen in <c>GET /v1/admin/budgets</c> alone.</summary>
    public const int MaxChanges = 10_000;

    private readonly ConcurrentDictionary<BudgetAccount, bool> _changed = new();
    private readonly ConcurrentQueue<BudgetChange> _reached = new();

    /// <summary>Told that a limit was reached, under the account's lock, so that it must return at once; what waits is then not left to the next second.</summary>
    public Action? Woken { get; set; }

    /// <summary>Hands the accounts that have changed to the state store; returns at once.</summary>
    public Action? Save { get; set; }

    /// <inheritdoc/>
    /// <remarks>Each account stands here once, so that they are no more than there are accounts.</remarks>
    public void Changed(BudgetAccount account) => _changed.TryAdd(account, true);

    /// <inheritdoc/>
    public void Reached(BudgetAccount account, bool isHard, in BudgetReading reading)
    {
        if (_reached.Count >= MaxChanges)
            return;
        _reached.Enqueue(new(account.Owner, isHard, reading));
        Woken?.Invoke();
    }

    /// <summary>The accounts that have changed since this was last asked.</summary>
    public IEnumerable<BudgetAccount> TakeChanged()
    {
        foreach (var (account, _) in _changed)
        {
            // Out before it is read: what changes after that brings it back.
            if (_changed.TryRemove(account, out _))
                yield return account;
        }
    }

    /// <summary>The next limit that was reached; <c>null</c>: none.</summary>
    public BudgetChange? TakeReached() => _reached.TryDequeue(out var change) ? change : null;
}
