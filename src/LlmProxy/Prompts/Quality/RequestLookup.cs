using LlmProxy.Core.Prompts;
using LlmProxy.Exchange;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Prompts.Quality;

/// <summary>Finds the request that somebody has an opinion of: among those that are remembered, else in the ledger.</summary>
internal sealed class RequestLookup(RequestMemory memory, ILedgerStore ledger, TimeProvider clock)
{
    /// <summary>How far the time in a request's id may be from that in its record: both are taken of the same clock, the record's when the request ends.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(1);

    /// <summary>A request is settled just after its last byte is sent; whoever is quicker than that is waited for.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan LongestRequest = TimeSpan.FromHours(1);
    private const int Tries = 4;

    /// <summary>The request, or <c>null</c>.</summary>
    /// <exception cref="IOException">The ledger cannot be read.</exception>
    public async ValueTask<RememberedRequest?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (RequestIds.TimeOf(id) is not { } time || time > clock.GetUtcNow() + Slack)
            return null;
        for (var tried = 1; ; tried++)
        {
            if (memory.Find(id) is { } remembered)
                return remembered;
            if (await ReadAsync(id, time, cancellationToken) is { } recorded)
                return recorded;
            if (tried == Tries || time < clock.GetUtcNow() - LongestRequest)
                return null;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private async ValueTask<RememberedRequest?> ReadAsync(string id, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var query = new LedgerQuery { From = time - Slack, To = time + Slack, Kind = LedgerKind.Request };
        await foreach (var record in ledger.ReadAsync(query, cancellationToken))
        {
            if (record.Id == id)
                return new(record.Tenant, PromptOf(record), []);
        }

        return null;
    }

    private static PromptId? PromptOf(LedgerRecord record) =>
        record.Prompt is { } prompt && PromptId.TryRead(prompt, out var name, out var version) && version is not null ? new(name, version) : null;
}
