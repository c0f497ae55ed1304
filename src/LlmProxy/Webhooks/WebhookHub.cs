using System.Collections.Concurrent;
using LlmProxy.Configuration;
using LlmProxy.Events;
using LlmProxy.Exchange;
using LlmProxy.Webhooks.Settings;

namespace LlmProxy.Webhooks;

/// <summary>Puts events into the outbox for each receiver that wants them.</summary>
/// <remarks>
/// Events of usage, of which there is one for each request, are gathered for a second or until a list is full, so that the store
/// has one document for many; a crash loses those of that second. All others are in the store at once.
/// </remarks>
internal sealed class WebhookHub(LlmConfigState configuration, Outbox outbox, TimeProvider clock) : IEventHub
{
    // Lists are kept for names of the configuration alone, which reloads may change but nobody else can.
    private readonly ConcurrentDictionary<string, UsageBatch> _usage = new(StringComparer.Ordinal);

    /// <summary>Told that something waits.</summary>
    public Action? Added { get; set; }

    private IReadOnlyList<WebhookModel> Receivers => configuration.Current.Proxy.Webhooks;

    /// <inheritdoc/>
    public bool Wants(string type)
    {
        foreach (var receiver in Receivers)
        {
            if (receiver.Secret is not null && receiver.Wants(type))
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Publish(GatewayEvent happened)
    {
        ReadOnlyMemory<byte>? body = null;
        var added = false;
        foreach (var receiver in Receivers)
        {
            if (receiver.Secret is null || !receiver.Wants(happened.Type))
                continue;
            var id = RequestIds.Create(clock.GetUtcNow());
            if (happened.Type != EventTypes.Usage)
            {
                Put(receiver.Name, id, CloudEvents.Write(id, happened), 1, isUsage: false);
                added = true;
            }
            else if (_usage.GetOrAdd(receiver.Name, static _ => new()).Add(body ??= CloudEvents.Write(id, happened), receiver.MaxBatch) is { } full)
            {
                Put(receiver.Name, RequestIds.Create(clock.GetUtcNow()), full.Body, full.Count, isUsage: true);
                added = true;
            }
        }

        if (added)
            Added?.Invoke();
    }

    /// <summary>Puts what was gathered of usage into the outbox.</summary>
    public void Flush()
    {
        foreach (var (receiver, batch) in _usage)
        {
            if (batch.TakeAll() is { } gathered)
                Put(receiver, RequestIds.Create(clock.GetUtcNow()), gathered.Body, gathered.Count, isUsage: true);
        }
    }

    private void Put(string receiver, string id, ReadOnlyMemory<byte> body, int count, bool isUsage)
    {
        var now = clock.GetUtcNow();
        outbox.Add(new() { Id = id, Receiver = receiver, Created = now, Due = now, Count = count, IsUsage = isUsage, Body = body });
    }
}
