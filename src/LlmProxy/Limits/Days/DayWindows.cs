using System.Collections.Concurrent;
using LlmProxy.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Limits;

/// <summary>Keeps what was used of days over a restart.</summary>
/// <remarks>
/// Read once at start, or where the store cannot be read then, as soon as it can; until then nothing is written over what is there. Written behind the requests, at most every <see cref="Interval"/> and only what has changed. What is written counts open
/// reservations as used, since after a crash nobody can tell. A crash forgets what was taken since the last writing. Bounded by the
/// limits there are: each waits to be written once.
/// </remarks>
internal sealed partial class DayWindows(IStateStore store, LimitGate gate, TimeProvider clock, ILogger<DayWindows> logger) : BackgroundService
{
    /// <summary>How long what has changed waits to be written.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, DayWindow> _restored = new(StringComparer.Ordinal);
    // Those that began before it was known what an earlier process had used; bounded by the limits there are.
    private readonly ConcurrentDictionary<string, WindowLimiter> _early = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(LimitSubject Subject, WindowLimit Limit)> _changed = new();
    private volatile bool _isLoaded;
    private bool _hasTold;

    /// <summary>Goes on with a day where an earlier process stopped. Called under the gate's lock.</summary>
    public void Restore(in LimitSubject subject, WindowLimiter limiter)
    {
        if (!_isLoaded)
            _early[DayWindow.KeyOf(subject)] = limiter;
        else if (!_restored.IsEmpty && _restored.TryRemove(DayWindow.KeyOf(subject), out var day))
            limiter.Restore(day.Start, day.Used, day.Limit);
    }

    /// <summary>Something has changed. Called under the gate's lock.</summary>
    public void Note(in LimitSubject subject, WindowLimit limit)
    {
        if (limit.IsDirty)
            return;
        limit.IsDirty = true;
        _changed.Enqueue((subject, limit));
    }

    /// <summary>Nothing of a subject's day needs to be known any more.</summary>
    public void Forget(in LimitSubject subject)
    {
        var key = DayWindow.KeyOf(subject);
        _early.TryRemove(key, out _);
        if (_isLoaded)
            store.Delete(StateCollections.LimitWindows, key);
    }

    /// <summary>Writes what has changed, once it is known what there was before.</summary>
    public void Write()
    {
        if (!_isLoaded)
            return;
        for (var left = _changed.Count; left > 0 && _changed.TryDequeue(out var change); left--)
        {
            var limit = change.Limit;
            var day = gate.Read(now =>
            {
                limit.IsDirty = false;
                var level = limit.Limiter.Level(now);
                return new DayWindow(limit.Limiter.Start, level, limit.Limiter.Most);
            });
            store.Put(StateCollections.LimitWindows, DayWindow.KeyOf(change.Subject), day.ToDocument());
        }
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await TryLoadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Write();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                if (!_isLoaded)
                    await TryLoadAsync(stoppingToken);
                Write();
            }
        }
        catch (OperationCanceledException)
        {
            // The end; the rest is written by StopAsync.
        }
    }

    /// <summary>Reads what there was before; where it cannot be read, that is told once.</summary>
    internal async Task TryLoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            await LoadAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            if (!_hasTold)
                Log.NotRestored(logger, e.GetType().Name);
            _hasTold = true;
        }
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var document in await store.LoadAsync(StateCollections.LimitWindows, cancellationToken))
        {
            // A day that is over may still be in debt; of those before it nothing is left to know.
            if (DayWindow.TryRead(document.Content, out var day) && day.Start > now.AddDays(-2).UtcTicks)
                _restored[document.Key] = day;
            else
                store.Delete(StateCollections.LimitWindows, document.Key);
        }

        lock (gate.Lock)
        {
            foreach (var (key, limiter) in _early)
            {
                if (_restored.TryRemove(key, out var day))
                    limiter.Add(day.Start, day.Used, clock.GetUtcNow(), day.Limit);
            }

            _early.Clear();
            _isLoaded = true;
        }
    }

    // Event ids 530 to 549. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(530, LogLevel.Warning, "What was used of daily limits cannot be read ({Failure}); the day begins anew until it can.", EventName = "LimitDaysNotRestored")]
        public static partial void NotRestored(ILogger logger, string failure);
    }
}
