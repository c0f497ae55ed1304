using LlmProxy.Core.Prompts;
using LlmProxy.Exchange;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Prompts.Quality;

/// <summary>Finds the request that somebody has an opinion of: among those that are remembered, else in the ledger.</summary>
internal sealed class RequestLookup(RequestMemory memory, ILedgerStore ledger, TimeProvider clock)
{
    /// <summary>How far ahead of this clock the time in a request's id may be.</summary>
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
            // The ledger writes what waits before it answers, so it is asked no more than twice, whatever ids somebody makes up.
            var isLast = tried == Tries || time < clock.GetUtcNow() - LongestRequest;
            if ((tried == 1 || isLast) && await ReadAsync(id, cancellationToken) is { } recorded)
                return recorded;
            if (isLast)
                return null;
            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    private async ValueTask<RememberedRequest?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        await foreach (var record in ledger.ReadAsync(new() { Id = id, Kind = LedgerKind.Request }, cancellationToken))
            return new(record.Tenant, PromptOf(record), [], IsNamed: true);

        return null;
    }

    private static PromptId? PromptOf(LedgerRecord record) =>
        record.Prompt is { } prompt && PromptId.TryRead(prompt, out var name, out var version) && version is not null ? new(name, version) : null;
}
