using System.Globalization;
using LlmProxy.Core.Protocols;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Tests.Metering.Ledger;

/// <summary>What every store of records must do.</summary>
public abstract class LedgerStoreTests
{
    private ILedgerStore Store => StoreUnderTest();

    [Fact]
    public async Task ReadAsync_FullRecord_ComesBackWhole()
    {
        var record = LedgerRecords.Full(1);
        await Append(record);
        var read = Assert.Single(await Read(new()));
        // Lists are compared on their own: a record's equality is that of the list's instance.
        Assert.Equal(record.Charges, read.Charges);
        Assert.Equal(record.Tags, read.Tags);
        Assert.Equal(record with { Charges = [], Tags = [] }, read with { Charges = [], Tags = [] });
    }

    public static TheoryData<string, Charge> OnlyCharges()
    {
        var usage = new TokenUsage { InputTokens = 100, OutputTokens = 60 };
        var same = new Charge("up", "gpt-4o-mini", usage, false, 0.5m, "v7");
        return new()
        {
            { "as the record", same },
            { "standard", same with { Usage = usage with { ServiceTier = ServiceTier.Standard } } },
            { "flex", same with { Usage = usage with { ServiceTier = ServiceTier.Flex } } },
            { "another cluster", same with { Cluster = "down" } },
            { "another model", same with { Model = "gpt-4o" } },
            { "no model", same with { Model = null } },
            { "another cost", same with { Cost = 0.25m } },
            { "unknown cost", same with { Cost = null } },
            { "no price", same with { PriceVersion = null } },
            { "estimated", same with { IsEstimated = true } },
            { "other counts", same with { Usage = usage with { OutputTokens = 59 } } },
            { "images", same with { Usage = usage with { InputImageTokens = 3 } } },
            { "made images", same with { Usage = usage with { OutputImageTokens = 4 } } },
            { "searches", same with { Usage = usage with { WebSearches = 2 } } },
            { "reported cost", same with { Usage = usage with { ReportedCost = 0.5m } } },
        };
    }

    [Theory]
    [MemberData(nameof(OnlyCharges))]
    public async Task ReadAsync_OneCharge_ComesBackAsItWas(string what, Charge charge)
    {
        // The record's counts are those of its charge, but for "other counts"; what a store has no columns for, it still has in the charge.
        var usage = charge.Usage with { OutputTokens = 60 };
        await Append(LedgerRecords.Plain(1, 0.5m) with { Cluster = "up", ModelUsed = "gpt-4o-mini", Usage = usage, Charges = [charge] });
        var read = Assert.Single(await Read(new()));
        Assert.True(charge == Assert.Single(read.Charges), what);
        Assert.Equal((100L, 60L), (read.Usage.InputTokens, read.Usage.OutputTokens));
    }

    [Fact]
    public async Task ReadAsync_NoCharge_HasNone()
    {
        await Append(LedgerRecords.Plain(1, 0m) with { Cluster = "up", ModelUsed = "gpt-4o-mini" });
        Assert.Empty(Assert.Single(await Read(new())).Charges);
    }

    [Fact]
    public async Task ReadAsync_UnknownCostAndCounts_StayUnknown()
    {
        await Append(LedgerRecords.Plain(1));
        var read = Assert.Single(await Read(new()));
        Assert.Null(read.Cost);
        Assert.Null(read.Saved);
        Assert.Null(read.Usage.InputTokens);
        Assert.Null(read.FirstToken);
    }

    [Fact]
    public async Task AppendAsync_SameIdAgain_LeavesTheFirst()
    {
        await Append(LedgerRecords.Plain(1, 0.25m) with { Tags = ["a"] });
        await Append(LedgerRecords.Plain(1, 99m) with { Tags = ["b"] }, LedgerRecords.Plain(2, 0.5m), LedgerRecords.Plain(2, 7m));
        var sum = await Total(new());
        Assert.Equal(2, sum.Requests);
        Assert.Equal(0.75m, sum.Cost);
        Assert.Equal(0, (await Total(new() { Tag = "b" })).Requests);
    }

    [Fact]
    public async Task ReadAsync_Id_GivesThatRecordAlone()
    {
        var wanted = LedgerRecords.Plain(2);
        await Append(LedgerRecords.Plain(1), wanted, LedgerRecords.Plain(3));

        Assert.Equal(wanted.Id, Assert.Single(await Read(new() { Id = wanted.Id })).Id);
        Assert.Empty(await Read(new() { Id = wanted.Id, Kind = LedgerKind.Shadow }));
        Assert.Empty(await Read(new() { Id = "none" }));
    }

    [Fact]
    public async Task ReadAsync_ManyRecords_ComeInTheOrderOfTheirTimes()
    {
        // More than two pages, written backwards, many of one time.
        var records = Enumerable.Range(0, 1_203).Reverse()
            .Select(i => LedgerRecords.Plain(i) with { Time = LedgerRecords.Start.AddSeconds(i / 7) }).ToArray();
        await Append(records);
        var read = await Read(new());
        Assert.Equal(1_203, read.Select(record => record.Id).Distinct().Count());
        Assert.Equal(records.Select(record => record.Time).Order(), read.Select(record => record.Time));
    }

    [Fact]
    public async Task SumAsync_SmallestParts_AreNotRounded()
    {
        // One price of $0.000000000000000001 and one of $123,456.789: binary floating point would lose the small one.
        await Append(LedgerRecords.Plain(1, 0.000000000000000001m), LedgerRecords.Plain(2, 123_456.789m), LedgerRecords.Plain(3, 0.1m), LedgerRecords.Plain(4, 0.2m));
        Assert.Equal(123_457.089000000000000001m, (await Total(new())).Cost);
    }

    [Fact]
    public async Task SumAsync_RandomAmounts_AddUpAsDecimalsDo()
    {
        var random = new Random(7);
        var records = Enumerable.Range(0, 1_000)
            .Select(i => LedgerRecords.Plain(i, new decimal(random.Next(), random.Next(0, 1_000_000), 0, false, (byte)random.Next(0, 19)))).ToArray();
        records = [.. records.Where(record => record.Cost < 1_000_000m)];
        await Append(records);
        Assert.Equal(records.Sum(record => record.Cost), (await Total(new())).Cost);
    }

    [Fact]
    public async Task SumAsync_UnknownAndFailedAndEstimated_AreCountedApart()
    {
        await Append(
            LedgerRecords.Plain(1, 0m), LedgerRecords.Plain(2), LedgerRecords.Plain(3, 0.5m, "client_gone"), LedgerRecords.Full(4) with { Cost = null });
        var sum = await Total(new());
        Assert.Equal(
            new CostSum
            {
                Requests = 4, UnknownCost = 2, Estimated = 1, Failed = 1, InputTokens = 100, CachedInputTokens = 0, OutputTokens = 60, ReasoningTokens = 7,
                Cost = 0.5m, Saved = 0.5m,
            },
            sum);
    }

    [Fact]
    public async Task SumAsync_Nothing_IsOneSumOfZeroOrNoGroup()
    {
        Assert.Equal(new CostSum(), await Total(new()));
        Assert.Empty(await Store.SumAsync(new(), CostGrouping.Model, 10, CancellationToken.None));
    }

    [Theory]
    // Equally dear: the one with more requests first.
    [InlineData(CostGrouping.Model, "m1:3,m2:3")]
    [InlineData(CostGrouping.User, "-:3,ann:3")]
    [InlineData(CostGrouping.Tenant, "beta:4,acme:2")]
    [InlineData(CostGrouping.Key, "k2:4,k1:2")]
    [InlineData(CostGrouping.Tag, "x:5,y:3,-:1")]
    [InlineData(CostGrouping.Day, "2026-01-31:4,2026-02-01:2")]
    [InlineData(CostGrouping.Hour, "2026-01-31T23:00:00Z:3,2026-02-01T00:00:00Z:2,2026-01-31T13:00:00Z:1")]
    public async Task SumAsync_Grouped_PutsTheDearestFirst(CostGrouping grouping, string expected)
    {
        await AppendSamples();
        var sums = await Store.SumAsync(new(), grouping, 10, CancellationToken.None);
        Assert.Equal(expected, string.Join(",", sums.Select(sum => $"{sum.Group ?? "-"}:{sum.Cost.ToString("0.##", CultureInfo.InvariantCulture)}")));
    }

    [Fact]
    public async Task SumAsync_TopOne_IsTheDearest()
    {
        await AppendSamples();
        var sum = Assert.Single(await Store.SumAsync(new(), CostGrouping.Tenant, 1, CancellationToken.None));
        Assert.Equal("beta", sum.Group);
    }

    [Fact]
    public async Task SumAsync_OrderByTheSmallestPart_IsExact()
    {
        // 1,000,000,000 parts of 10^-18 and one more are dearer than 10^-9, though their large parts are 0 and 1.
        await Append(
            LedgerRecords.Plain(1, 0.0000000006m) with { Tenant = "many" }, LedgerRecords.Plain(2, 0.000000000400000001m) with { Tenant = "many" },
            LedgerRecords.Plain(3, 0.000000001m) with { Tenant = "one" });
        var sums = await Store.SumAsync(new(), CostGrouping.Tenant, 10, CancellationToken.None);
        Assert.Equal(["many", "one"], sums.Select(sum => sum.Group));
    }

    [Fact]
    public async Task SumAsync_Filters_EachCount()
    {
        await AppendSamples();
        Assert.Equal(3, (await Total(new() { Model = "m2" })).Cost);
        Assert.Equal(3, (await Total(new() { User = "ann" })).Cost);
        Assert.Equal(2, (await Total(new() { Tenant = "acme" })).Cost);
        Assert.Equal(2, (await Total(new() { KeyId = "k1" })).Cost);
        Assert.Equal(5, (await Total(new() { Tag = "x" })).Cost);
        Assert.Equal(6, (await Total(new() { Route = "chat" })).Cost);
        Assert.Equal(0, (await Total(new() { Route = "other" })).Requests);
        Assert.Equal(3, (await Total(new() { Kind = LedgerKind.Shadow })).Cost);
        var hour = new DateTimeOffset(2026, 1, 31, 23, 0, 0, TimeSpan.Zero);
        Assert.Equal(3, (await Total(new() { From = hour, To = hour.AddHours(1) })).Cost);
        // The end is not part of it.
        Assert.Equal(0, (await Total(new() { From = hour.AddHours(-1), To = hour })).Requests);
        Assert.Single(await Read(new() { Tenant = "acme", Tag = "y" }));
    }

    [Fact]
    public async Task SumAsync_QuotesInAFilter_AreNoSql()
    {
        await AppendSamples();
        Assert.Equal(0, (await Total(new() { Tenant = "' OR '1'='1" })).Requests);
    }

    [Fact]
    public async Task TrimAsync_Age_RemovesWhatIsOlderAlone()
    {
        await AppendSamples();
        Assert.Equal(1, await Store.TrimAsync(LedgerRecords.Start.AddHours(1), null, CancellationToken.None));
        Assert.Equal(5, (await Total(new())).Cost);
        Assert.Equal(0, await Store.TrimAsync(LedgerRecords.Start.AddHours(1), null, CancellationToken.None));
    }

    [Fact]
    public async Task TrimAsync_Number_KeepsTheYoungest()
    {
        await Append([.. Enumerable.Range(0, 2_500).Select(i => LedgerRecords.Plain(i) with { Tags = ["t"] })]);
        Assert.Equal(2_490, await Store.TrimAsync(null, 10, CancellationToken.None));
        Assert.Equal(Enumerable.Range(2_490, 10).Select(i => LedgerRecords.Plain(i).Id), (await Read(new() { Tag = "t" })).Select(record => record.Id));
    }

    /// <summary>The store.</summary>
    public abstract ILedgerStore StoreUnderTest();

    private Task AppendSamples() => Append(
        LedgerRecords.Plain(1, 1m) with { ModelUsed = "m1", Tenant = "acme", KeyId = "k1", User = "ann", Tags = ["x"] },
        LedgerRecords.Plain(2, 1m) with { ModelUsed = "m1", Tenant = "acme", KeyId = "k1", Time = Late(0), Tags = ["x", "y"] },
        LedgerRecords.Plain(3, 2m) with { ModelUsed = "m2", Tenant = "beta", KeyId = "k2", User = "ann", Time = Late(59), Tags = ["x", "y"], Kind = LedgerKind.Shadow },
        LedgerRecords.Plain(4, 1m) with { ModelUsed = "m2", Tenant = "beta", KeyId = "k2", Time = Late(60), Kind = LedgerKind.Shadow },
        LedgerRecords.Plain(5, 1m) with { ModelUsed = "m1", Tenant = "beta", KeyId = "k2", Time = Late(119), Tags = ["x"] });

    private static DateTimeOffset Late(int minutes) => new DateTimeOffset(2026, 1, 31, 23, 0, 0, TimeSpan.Zero).AddMinutes(minutes);

    private Task Append(params LedgerRecord[] records) => Store.AppendAsync(records, CancellationToken.None).AsTask();

    private async Task<CostSum> Total(LedgerQuery query) =>
        Assert.Single(await Store.SumAsync(query, CostGrouping.None, 10, CancellationToken.None));

    private async Task<List<LedgerRecord>> Read(LedgerQuery query)
    {
        var records = new List<LedgerRecord>();
        await foreach (var record in Store.ReadAsync(query, CancellationToken.None))
            records.Add(record);
        return records;
    }
}
