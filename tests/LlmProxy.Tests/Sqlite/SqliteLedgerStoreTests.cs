using LlmProxy.Core.Protocols;
using LlmProxy.Metering.Ledger;
using LlmProxy.Tests.Metering.Ledger;

namespace LlmProxy.Tests.Sqlite;

public sealed class SqliteLedgerStoreTests : LedgerStoreTests, IDisposable
{
    private readonly TestDatabase _database = new TestDatabase().Open();

    public void Dispose() => _database.DisposeAsync().AsTask().GetAwaiter().GetResult();

    public override ILedgerStore StoreUnderTest() => _database.Backend.Ledger;

    [Fact]
    public async Task AppendAsync_AfterARestart_KnowsItsIds()
    {
        await _database.Backend.Ledger.AppendAsync([LedgerRecords.Plain(1, 1m)], CancellationToken.None);
        await _database.RestartAsync();
        await _database.Backend.Ledger.AppendAsync([LedgerRecords.Plain(1, 1m), LedgerRecords.Plain(2, 1m)], CancellationToken.None);
        var sum = Assert.Single(await _database.Backend.Ledger.SumAsync(new(), CostGrouping.None, 1, CancellationToken.None));
        Assert.Equal(2, sum.Requests);
    }

    [Fact]
    public async Task SumAsync_AbsurdAmount_IsKeptAsTextAndUnknownInSums()
    {
        await _database.Backend.Ledger.AppendAsync([LedgerRecords.Plain(1, 79_228_162_514_264_337_593_543_950_335m), LedgerRecords.Plain(2, 1m)], CancellationToken.None);
        var sum = Assert.Single(await _database.Backend.Ledger.SumAsync(new(), CostGrouping.None, 1, CancellationToken.None));
        Assert.Equal((1m, 1L), (sum.Cost, sum.UnknownCost));
        await foreach (var record in _database.Backend.Ledger.ReadAsync(new() { To = LedgerRecords.Start.AddSeconds(2) }, CancellationToken.None))
            Assert.Equal(79_228_162_514_264_337_593_543_950_335m, record.Cost);
    }

    [Fact]
    public async Task SumAsync_MoreThanAnIntegerHolds_DoesNotFailAndKeepsMoneyExact()
    {
        // 20 times 999,999,999.000000000000000001 dollars are 2 * 10^19 billionths; 2^63 are 9.2 * 10^18.
        var usage = new TokenUsage { InputTokens = long.MaxValue, OutputTokens = 7 };
        await _database.Backend.Ledger.AppendAsync(
            [.. Enumerable.Range(0, 20).Select(i => LedgerRecords.Plain(i, 999_999_999.000000000000000001m) with { Usage = usage })], CancellationToken.None);
        foreach (var grouping in new[] { CostGrouping.None, CostGrouping.Model })
        {
            var sum = Assert.Single(await _database.Backend.Ledger.SumAsync(new(), grouping, 10, CancellationToken.None));
            Assert.Equal((long.MaxValue, 140L, 19_999_999_980.00000000000000002m), (sum.InputTokens, sum.OutputTokens, sum.Cost));
        }
    }

    [Fact]
    public async Task SumAsync_WhileWritesGoOn_SeesWholeBatchesAlone()
    {
        var writer = Task.Run(async () =>
        {
            for (var i = 0; i < 100; i++)
                await _database.Backend.Ledger.AppendAsync([.. Enumerable.Range(i * 10, 10).Select(n => LedgerRecords.Plain(n, 1m))], CancellationToken.None);
        });
        while (!writer.IsCompleted)
        {
            var sum = Assert.Single(await _database.Backend.Ledger.SumAsync(new(), CostGrouping.None, 1, CancellationToken.None));
            Assert.Equal(0, sum.Requests % 10);
        }

        await writer;
    }
}
