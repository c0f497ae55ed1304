using System.Runtime.CompilerServices;
using LlmProxy.Configuration;
using LlmProxy.Exchange;
using LlmProxy.Metering.Ledger;
using LlmProxy.Prompts.Quality;
using LlmProxy.Tests.Metering.Ledger;

namespace LlmProxy.Tests.Prompts.Quality;

public sealed class RequestLookupTests : ILedgerStore
{
    private readonly MemoryLedgerStore _records = new();
    private readonly List<LedgerQuery> _asked = [];
    private readonly HastyClock _clock = new();
    private readonly RequestLookup _lookup;

    public RequestLookupTests() => _lookup = new(new RequestMemory(new LlmConfigState()), this, _clock);

    [Fact]
    public async Task Find_MadeUpRecentId_AsksTheLedgerTwiceByItsId()
    {
        var id = RequestIds.Create(_clock.GetUtcNow());

        Assert.Null(await _lookup.FindAsync(id, default));

        Assert.Equal([new() { Id = id, Kind = LedgerKind.Request }, new() { Id = id, Kind = LedgerKind.Request }], _asked);
    }

    [Fact]
    public async Task Find_MadeUpOldId_AsksTheLedgerOnce()
    {
        Assert.Null(await _lookup.FindAsync(RequestIds.Create(_clock.GetUtcNow() - TimeSpan.FromHours(2)), default));

        Assert.Single(_asked);
    }

    [Fact]
    public async Task Find_RecordOfTheLedger_IsFoundWhateverItsTime()
    {
        var id = RequestIds.Create(_clock.GetUtcNow() - TimeSpan.FromMinutes(5));
        await AppendAsync([LedgerRecords.Plain(1), LedgerRecords.Plain(2) with { Id = id, Tenant = "acme", Prompt = "chat@v2" }], default);

        var found = await _lookup.FindAsync(id, default);

        Assert.Equal(("acme", "chat@v2"), (found?.Tenant, found?.Prompt?.ToString()));
        Assert.Single(_asked);
    }

    public ValueTask AppendAsync(IReadOnlyList<LedgerRecord> records, CancellationToken cancellationToken) => _records.AppendAsync(records, cancellationToken);

    public async IAsyncEnumerable<LedgerRecord> ReadAsync(LedgerQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _asked.Add(query);
        await foreach (var record in _records.ReadAsync(query, cancellationToken))
            yield return record;
    }

    public ValueTask<IReadOnlyList<CostSum>> SumAsync(LedgerQuery query, CostGrouping grouping, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public ValueTask<long> TrimAsync(DateTimeOffset? before, long? maxRecords, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>A clock that stands, whose timers are all due at once.</summary>
    private sealed class HastyClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
