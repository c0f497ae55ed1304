using LlmProxy.Metering.Ledger;

namespace LlmProxy.Tests.Metering.Ledger;

public sealed class MemoryLedgerStoreTests : LedgerStoreTests
{
    private readonly MemoryLedgerStore _store = new();

    public override ILedgerStore StoreUnderTest() => _store;

    [Fact]
    public async Task AppendAsync_BeyondTheBound_ForgetsTheOldest()
    {
        var records = Enumerable.Range(0, MemoryLedgerStore.MaxRecords + 2).Select(i => LedgerRecords.Plain(i)).ToArray();
        await _store.AppendAsync(records, CancellationToken.None);
        var sum = Assert.Single(await _store.SumAsync(new(), CostGrouping.None, 1, CancellationToken.None));
        Assert.Equal(MemoryLedgerStore.MaxRecords, sum.Requests);
    }
}
