using LlmProxy.Configuration;
using LlmProxy.Events;
using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using LlmProxy.Telemetry;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Budgets;

/// <summary>Brings budgets over a restart, and tells of limits that are reached, both behind the requests.</summary>
/// <remarks>
/// Each second, and as soon as a limit is reached, the accounts that have changed are written to the state store, and what has happened to them is told. At the start
/// they are read back and compared with the ledger; requests wait for that at most <see cref="MaxWait"/>, after which it goes on beside them.
/// Where the store or the ledger cannot be read it is tried again each second; until what was saved is known, nothing is written over it.
/// </remarks>
internal sealed partial class BudgetJournal(
    BudgetBook book, BudgetNotes notes, BudgetReconciler reconciler, BudgetEmergency emergency, IStateStore store, LlmConfigState configuration,
    IEventHub events, Degradations degradations, TimeProvider clock, ILogger<BudgetJournal> logger) : IHostedService, IDisposable
{
    /// <summary>The side component, for health.</summary>
    public const string Component = "budgets";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);
    private const int TicksPerSweep = 600;

    private readonly SideComponent _guard = degradations.Get(Component);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _ticking = new();
    private ITimer? _timer;
    private DateTimeOffset _started;
    private Task _restoring = Task.CompletedTask;
    private volatile Dictionary<(BudgetOwner, BudgetPeriod), decimal>? _saved;
    private volatile bool _isReconciled;
    private int _ticks;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _started = clock.GetUtcNow();
        _restoring = RestoreAsync();
        try
        {
            await _restoring.WaitAsync(MaxWait, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            Log.StillReconciling(logger, MaxWait.TotalSeconds);
        }

        _timer = clock.CreateTimer(static self => ((BudgetJournal)self!).Tick(), this, Interval, Interval);
        notes.Woken = () => _timer.Change(TimeSpan.Zero, Interval);
        notes.Save = Save;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        notes.Woken = null;
        notes.Save = null;
        _timer?.Dispose();
        _stopping.Cancel();
        Tick();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Writes and tells what has happened since the last time.</summary>
    internal void Tick()
    {
        lock (_ticking)
        {
            if (!_isReconciled && _restoring.IsCompleted && !_stopping.IsCancellationRequested)
                _restoring = RestoreAsync();
            if (_saved is null || _guard.TryRun(static self => self.Write(), this))
                _guard.TryRun(static self => self.Tell(), this);
        }
    }

    private void Save()
    {
        lock (_ticking)
        {
            if (_saved is not null)
                _guard.TryRun(static self => self.WriteChanged(), this);
        }
    }

    private void WriteChanged()
    {
        var now = clock.GetUtcNow();
        foreach (var account in notes.TakeChanged())
            store.Put(StateCollections.BudgetPeriods, BudgetDocument.KeyOf(account.Owner), BudgetDocument.Write(account.Owner, account.Save(now)));
    }

    private void Write()
    {
        WriteChanged();
        if (++_ticks % TicksPerSweep != 0)
            return;
        foreach (var owner in book.Sweep())
            store.Delete(StateCollections.BudgetPeriods, BudgetDocument.KeyOf(owner));
    }

    private void Tell()
    {
        var now = clock.GetUtcNow();
        var model = configuration.Current.Proxy.Budgets;
        book.Update(model);
        while (notes.TakeReached() is { } change)
            Tell(change, model.EmergencyModel is not null, now);
        var isEmergency = model.EmergencyModel is not null && book.Total.IsOverHard(now);
        if (!emergency.Set(isEmergency, now))
            return;
        if (isEmergency)
            Log.EmergencyStarted(logger, SafeText.Of(model.EmergencyModel)!, book.Total.EndOfHard(now));
        else
            Log.EmergencyEnded(logger);
        Publish(isEmergency ? EventTypes.EmergencyStarted : EventTypes.EmergencyEnded, BudgetOwner.All, Tightest(now), now);
    }

    private void Tell(BudgetChange change, bool hasEmergency, DateTimeOffset now)
    {
        // Of the total, where there is an emergency mode, that is what is told.
        if (change is { IsHard: true, Owner.Scope: BudgetScope.Total } && hasEmergency && change.Reading.Spent >= change.Reading.Limit)
            return;
        var (scope, name, period) = (change.Owner.ScopeName, SafeText.Of(change.Owner.Name)!, change.Reading.Period.Name());
        if (change.IsHard)
            Log.HardLimit(logger, scope, name, period, change.Reading.Limit);
        else
            Log.SoftLimit(logger, scope, name, period, change.Reading.Soft);
        Publish(change.IsHard ? EventTypes.HardLimit : EventTypes.SoftLimit, change.Owner, change.Reading, now);
    }

    private void Publish(string type, BudgetOwner owner, BudgetReading? reading, DateTimeOffset now)
    {
        if (events.Wants(type))
            events.Publish(new BudgetEvent(type, now, owner, reading));
    }

    /// <summary>Of the total's periods with a limit, the one of which least is left.</summary>
    private BudgetReading? Tightest(DateTimeOffset now)
    {
        var limited = book.Total.Read(now).Where(reading => reading.Limit is not null).ToList();
        return limited.Count == 0 ? null : limited.MinBy(reading => reading.Limit - reading.Spent);
    }

    /// <summary>Does what is still to be done of reading back and comparing. Never faulted.</summary>
    private async Task RestoreAsync()
    {
        try
        {
            _saved ??= await LoadAsync(_stopping.Token);
            var corrected = await reconciler.RunAsync(_started, _saved, _stopping.Token);
            _isReconciled = true;
            if (corrected > 0)
                Log.Reconciled(logger, corrected);
        }
        catch (OperationCanceledException)
        {
            // The gateway stops; the next start does it.
        }
        catch (Exception e)
        {
            _guard.Report(e);
        }
    }

    private async Task<Dictionary<(BudgetOwner, BudgetPeriod), decimal>> LoadAsync(CancellationToken cancellationToken)
    {
        var saved = new Dictionary<(BudgetOwner, BudgetPeriod), decimal>();
        foreach (var document in await store.LoadAsync(StateCollections.BudgetPeriods, cancellationToken))
        {
            var now = clock.GetUtcNow();
            try
            {
                var (owner, periods) = BudgetDocument.Read(document.Content);
                var current = periods.FindAll(period => BudgetPeriods.StartOf(period.Period, now) == period.Start);
                if (current.Count == 0)
                    store.Delete(StateCollections.BudgetPeriods, document.Key);
                foreach (var period in current)
                {
                    saved[(owner, period.Period)] = period.Spent;
                    book.Account(owner).Restore(period, now);
                }
            }
            catch (FormatException)
            {
                Log.Unreadable(logger, document.Key);
            }
        }

        return saved;
    }

    // Event ids 550 to 559. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(550, LogLevel.Warning, "The {Scope} '{Name}' has spent what its soft limit for the {Period} says, {Limit} dollars.", EventName = "BudgetSoftLimit")]
        public static partial void SoftLimit(ILogger logger, string scope, string name, string period, decimal? limit);

        [LoggerMessage(551, LogLevel.Warning, "The {Scope} '{Name}' is at its hard limit for the {Period}, {Limit} dollars; requests are refused.", EventName = "BudgetHardLimit")]
        public static partial void HardLimit(ILogger logger, string scope, string name, string period, decimal? limit);

        [LoggerMessage(552, LogLevel.Error, "The budget of all is spent: only '{Model}' answers until {End:u}, unless the budget is raised.", EventName = "BudgetEmergencyStarted")]
        public static partial void EmergencyStarted(ILogger logger, string model, DateTimeOffset end);

        [LoggerMessage(553, LogLevel.Warning, "There is money again: every model answers.", EventName = "BudgetEmergencyEnded")]
        public static partial void EmergencyEnded(ILogger logger);

        [LoggerMessage(554, LogLevel.Warning, "The saved budget '{Key}' cannot be read; the ledger's sums take its place.", EventName = "BudgetUnreadable")]
        public static partial void Unreadable(ILogger logger, string key);

        [LoggerMessage(555, LogLevel.Information, "The ledger knew of more spending than {Count} saved budgets did; they are corrected.", EventName = "BudgetsReconciled")]
        public static partial void Reconciled(ILogger logger, int count);

        [LoggerMessage(556, LogLevel.Warning, "Comparing budgets with the ledger takes longer than {Seconds} s; it goes on beside the requests.", EventName = "BudgetsStillReconciling")]
        public static partial void StillReconciling(ILogger logger, double seconds);
    }
}
