using System.Collections.Concurrent;
using LlmProxy.Configuration;
using LlmProxy.Health.Degradation;
using LlmProxy.Webhooks.Settings;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Webhooks;

/// <summary>Delivers what is in the outbox, to each receiver one after the other, and beside each other to several.</summary>
/// <remarks>
/// A receiver that fails is left alone for a growing while, and holds up no other. A delivery that fails waits for its own time too,
/// so that one which its receiver never takes does not keep back those behind it; hence the order is not kept. After
/// <see cref="WebhookBackoff.MaxAge"/> it is given up. What is left at the end of the process stays in the store.
/// </remarks>
internal sealed partial class WebhookDispatcher(
    LlmConfigState configuration, WebhookHub hub, Outbox outbox, WebhookSender sender, WebhookMetrics metrics, Degradations degradations,
    TimeProvider clock, ILogger<WebhookDispatcher> logger) : IHostedService, IDisposable
{
    /// <summary>The side component, for health.</summary>
    public const string Component = "webhooks";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SideComponent _guard = degradations.Get(Component);
    private readonly ConcurrentDictionary<string, ReceiverState> _states = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private ITimer? _timer;

    /// <summary>Where chance comes from, from 0 to 1; a test sets its own.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await outbox.LoadAsync(cancellationToken) is > 0 and var broken)
                Log.Unreadable(logger, broken);
        }
        catch (IOException e)
        {
            _guard.Report(e);
        }

        metrics.Observe(() => outbox.Events);
        hub.Added = Wake;
        _timer = clock.CreateTimer(static self => ((WebhookDispatcher)self!).Tick(), this, Interval, Interval);
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        hub.Added = null;
        _timer?.Dispose();
        _stopping.Cancel();
        // What was gathered must be in the store before that is closed.
        hub.Flush();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _stopping.Dispose();
    }

    /// <summary>Delivers all that is due for one receiver, until one fails.</summary>
    internal async Task DrainAsync(WebhookModel receiver, CancellationToken cancellationToken)
    {
        var state = _states.GetOrAdd(receiver.Name, static _ => new());
        if (!state.TryEnter())
            return;
        try
        {
            while (state.PausedUntil <= clock.GetUtcNow() && outbox.TakeDue(receiver.Name, clock.GetUtcNow()) is { } item
                && await DeliverAsync(receiver, item, state, cancellationToken))
            {
            }
        }
        finally
        {
            state.Leave();
        }
    }

    private async Task<bool> DeliverAsync(WebhookModel receiver, OutboxItem item, ReceiverState state, CancellationToken cancellationToken)
    {
        DeliveryResult result;
        try
        {
            result = await sender.SendAsync(receiver, item, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // It stays in the store for the next start.
            outbox.Postpone(item, item.Due);
            return false;
        }

        metrics.Tried(receiver.Name, result.Outcome);
        if (result.Reason is { } reason)
        {
            Failed(receiver, item, state, reason, result.RetryAfter);
            return false;
        }

        outbox.Remove(item);
        if (state.Succeeded())
            Log.Recovered(logger, receiver.Name);
        RecoverIfAllWork();
        return true;
    }

    private void Failed(WebhookModel receiver, OutboxItem item, ReceiverState state, string reason, TimeSpan? retryAfter)
    {
        var now = clock.GetUtcNow();
        if (state.Failed(now + WebhookBackoff.After(state.Failures + 1, retryAfter, Random())))
            Log.Failed(logger, receiver.Name, reason);
        _guard.Report(reason);
        outbox.Postpone(item, now + WebhookBackoff.After(item.Tries + 1, retryAfter, Random()));
    }

    /// <summary>Gives up what has waited for too long, also for receivers that are configured no more.</summary>
    internal void Expire()
    {
        foreach (var item in outbox.TakeOlder(clock.GetUtcNow() - WebhookBackoff.MaxAge))
            GiveUp(item);
    }

    private void GiveUp(OutboxItem item)
    {
        outbox.Remove(item);
        metrics.Dropped(item.Receiver, WebhookMetrics.Expired, item.Count);
        Log.GivenUp(logger, item.Receiver, item.Id, item.Count, item.Tries);
    }

    private void Tick()
    {
        if (!_guard.TryRun(static hub => hub.Flush(), hub))
            return;
        Expire();
        Forget();
        Wake();
    }

    /// <summary>Receivers that are configured no more are nobody's worry.</summary>
    private void Forget()
    {
        if (_guard.Current is null)
            return;
        var receivers = configuration.Current.Proxy.Webhooks;
        foreach (var (name, _) in _states)
        {
            if (!receivers.Any(receiver => receiver.Name == name))
                _states.TryRemove(name, out _);
        }

        RecoverIfAllWork();
    }

    private void RecoverIfAllWork()
    {
        if (_states.Values.All(state => state.Failures == 0))
            _guard.Recovered();
    }

    private void Wake()
    {
        if (_stopping.IsCancellationRequested || outbox.Events == 0)
            return;
        foreach (var receiver in configuration.Current.Proxy.Webhooks)
        {
            if (receiver.Secret is not null)
                _ = Task.Run(() => RunAsync(receiver), CancellationToken.None);
        }
    }

    private async Task RunAsync(WebhookModel receiver)
    {
        try
        {
            await DrainAsync(receiver, _stopping.Token);
        }
        catch (Exception e)
        {
            _guard.Report(e);
        }
    }

    // Event ids 570 to 579. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(570, LogLevel.Warning, "Webhook '{Receiver}' does not take deliveries: {Reason}. They wait and are tried again.", EventName = "WebhookFailed")]
        public static partial void Failed(ILogger logger, string receiver, string reason);

        [LoggerMessage(571, LogLevel.Information, "Webhook '{Receiver}' takes deliveries again.", EventName = "WebhookRecovered")]
        public static partial void Recovered(ILogger logger, string receiver);

        [LoggerMessage(572, LogLevel.Error, "Delivery {Id} with {Count} events for webhook '{Receiver}' is given up after {Tries} tries.", EventName = "WebhookGivenUp")]
        public static partial void GivenUp(ILogger logger, string receiver, string id, int count, int tries);

        [LoggerMessage(573, LogLevel.Warning, "{Count} saved deliveries cannot be read, and are removed.", EventName = "WebhookUnreadable")]
        public static partial void Unreadable(ILogger logger, int count);
    }
}
