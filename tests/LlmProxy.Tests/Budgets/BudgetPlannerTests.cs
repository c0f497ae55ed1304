using LlmProxy.Budgets;
using LlmProxy.Budgets.Settings;
using LlmProxy.Configuration.Routing;
using LlmProxy.Core.Errors;
using LlmProxy.Failover.Planning;
using LlmProxy.Limits;
using LlmProxy.Tenancy;

namespace LlmProxy.Tests.Budgets;

public class BudgetPlannerTests
{
    private static readonly BudgetOptions SoftUser = new() { User = new() { Day = 2m, SoftDay = 0.50m }, Downgrade = new() { To = "mini" } };
    private static readonly BudgetOptions Emergency = new()
    {
        Total = new() { Day = 10m },
        Emergency = new() { Model = "mini", Ceiling = new() { Day = 12m } },
    };

    [Fact]
    public void Plan_SoftLimitReached_GoesToTheCheaperModel()
    {
        using var budgets = new BudgetFixture(SoftUser);
        var before = budgets.Planned(user: "ann");
        budgets.Spend(before.Budgets!.User!, 0.50m);

        var after = budgets.Planned(user: "ann");

        Assert.Equal("gpt-4o", before.Attempt!.UpstreamModel);
        Assert.Null(before.DowngradedModel);
        Assert.Equal(("cheap", "mini"), (after.Attempt!.Cluster.ClusterId, after.Attempt.UpstreamModel));
        // Fallbacks are those of the cheap model; what was asked for is still known.
        Assert.Equal(("gpt-4o", "mini"), (after.Model, after.RoutedModel));
        // Somebody else's budget is untouched.
        Assert.Null(budgets.Planned(user: "bob").DowngradedModel);
    }

    [Fact]
    public void Plan_AlreadyCheaperModel_StaysWhereItIs()
    {
        using var budgets = new BudgetFixture(SoftUser);
        budgets.Spend(budgets.Planned(user: "ann").Budgets!.User!, 0.50m);

        Assert.Null(budgets.Planned("mini", user: "ann").DowngradedModel);
        // Embeddings are not talked with, and no model is named for them in particular.
        Assert.Null(budgets.Planned("embed", "/v1/embeddings", user: "ann").DowngradedModel);
    }

    [Fact]
    public void Plan_OutsideOfTheKeysScopes_StaysWhereItIs()
    {
        using var budgets = new BudgetFixture(SoftUser);
        budgets.Spend(budgets.Planned(user: "ann").Budgets!.User!, 0.50m);
        var caller = new Caller { KeyId = "key_1", Scopes = new() { Models = [new ModelPattern("gpt-*")] } };

        Assert.Null(budgets.Planned(user: "ann", caller: caller).DowngradedModel);
    }

    [Fact]
    public void Plan_PinnedToAnotherCluster_StaysWhereItIs()
    {
        using var budgets = new BudgetFixture(SoftUser);
        budgets.Spend(budgets.Planned(user: "ann").Budgets!.User!, 0.50m);
        var pinned = budgets.Request(user: "ann");
        pinned.IsPinned = true;

        budgets.Planner.Plan(pinned);

        Assert.Null(pinned.DowngradedModel);
    }

    [Fact]
    public void Plan_ParticularModel_GoesBeforeTheGeneralOne()
    {
        using var budgets = new BudgetFixture(new()
        {
            User = new() { SoftDay = 0m },
            Downgrade = new() { To = "embed", Models = { ["gpt-*"] = "nothing-cheaper", ["gpt-4*"] = "mini" } },
        });

        // A soft limit of 0 is reached by nothing.
        Assert.Equal("mini", budgets.Planned(user: "ann").DowngradedModel);
    }

    [Theory]
    [InlineData("/v1/files", "POST")]
    [InlineData("/v1/files/f1", "DELETE")]
    [InlineData("/v1/batches/b1/cancel", "POST")]
    [InlineData("/v1/vector_stores", "GET")]
    [InlineData("/v1/messages/count_tokens", "POST")]
    public void Plan_CostsNothing_StandsUnderNoBudget(string path, string method)
    {
        using var budgets = new BudgetFixture(SoftUser);

        Assert.Null(budgets.Planned(path: path, method: method, user: "ann").Budgets);
    }

    [Theory]
    [InlineData("odd", "/v1/chat/completions", "POST")]
    [InlineData("gpt-4o", "/v1/images/generations", "POST")]
    [InlineData("gpt-4o", "/v1/batches", "POST")]
    [InlineData("gpt-4o", "/v1/realtime", "GET")]
    public void Plan_PriceUnknown_IsRefusedOrCharged(string model, string path, string method)
    {
        using var refusing = new BudgetFixture(new() { User = new() { Day = 1m } });
        var error = Assert.Throws<LlmException>(() => refusing.Planned(model, path, method, "ann")).Error;
        Assert.Equal((400, "price_unknown", false), (error.Status, error.Code, error.ShouldRetry));
        // Nobody's budget, nobody's question.
        refusing.Planned(model, path, method);

        using var charging = new BudgetFixture(new() { User = new() { Day = 1m }, UnknownPrice = UnknownPricePolicy.Charge, UnknownCeiling = 0.25m });
        Assert.Equal(0.25m, charging.Costs.Of(charging.Planned(model, path, method, "ann"), 10, 10));
    }

    [Fact]
    public void Of_PriceKnown_IsTheWorstOfPromptAndAnswer()
    {
        using var budgets = new BudgetFixture(SoftUser);
        var exchange = budgets.Planned(user: "ann");

        // (2,000 * 2.50 + 1,000 * 10) / 1,000,000
        Assert.Equal(0.015m, budgets.Costs.Of(exchange, 2_000, 1_000));
        Assert.Null(budgets.Costs.Of(budgets.Request(), 2_000, 1_000));
    }

    [Fact]
    public void Plan_TotalSpent_IsAnEmergency()
    {
        using var budgets = new BudgetFixture(Emergency);
        budgets.Planned();
        budgets.Spend(budgets.Book.Total, 10m);
        budgets.Tokens.Bound = 2_000;

        var exchange = budgets.Planned();

        Assert.Equal("mini", exchange.Attempt!.UpstreamModel);
        Assert.Equal(0, budgets.Tokens.Counts);
        // The ceiling takes the limit's place: $2 more.
        Assert.Null(exchange.Budgets!.Ceiling!.Check(new(1, 2m), budgets.Clock.GetUtcNow()));
        Assert.NotNull(exchange.Budgets.Ceiling.Check(new(1, 2.01m), budgets.Clock.GetUtcNow()));
        Assert.Same(exchange.Budgets.Ceiling, budgets.Planned().Budgets!.Ceiling);
        // Fallbacks must be no dearer.
        Assert.False(exchange.Budgets.Permits(exchange, new FailoverTarget(exchange.Route.Clusters[0], "gpt-4o")));
        Assert.True(exchange.Budgets.Permits(exchange, new FailoverTarget(exchange.Route.Clusters[1], "mini")));
        // While flights are under way the request has no attempt of its own.
        exchange.Attempt = null;
        Assert.False(exchange.Budgets.Permits(exchange, new FailoverTarget(exchange.Route.Clusters[0], "gpt-4o")));
        Assert.True(exchange.Budgets.Permits(exchange, new FailoverTarget(exchange.Route.Clusters[1], "mini")));
        budgets.Clock.Set("2026-11-22T00:00:00Z");
        Assert.Null(budgets.Planned().DowngradedModel);
    }

    [Fact]
    public void Plan_EmergencyAndLongPrompt_IsRefusedByItsCount()
    {
        using var budgets = new BudgetFixture(Emergency);
        budgets.Planned();
        budgets.Spend(budgets.Book.Total, 10m);
        (budgets.Tokens.Bound, budgets.Tokens.Counted) = (9_000, 2_000);
        Assert.Equal("mini", budgets.Planned().DowngradedModel);
        budgets.Tokens.Counted = 2_001;

        var error = Assert.Throws<LlmException>(() => budgets.Planned()).Error;

        Assert.Equal((429, "budget_emergency", false), (error.Status, error.Code, error.ShouldRetry));
        Assert.Equal(TimeSpan.FromHours(12), error.RetryAfter);
        Assert.Contains("2,001", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_EmergencyAndNoWayToTheCheapModel_IsRefusedUnlessItIsCheapItself()
    {
        using var budgets = new BudgetFixture(Emergency);
        budgets.Planned();
        budgets.Spend(budgets.Book.Total, 10m);

        Assert.Null(budgets.Planned("embed", "/v1/embeddings").DowngradedModel);
        var error = Assert.Throws<LlmException>(() => budgets.Planned("gpt-4o", "/v1/images/generations")).Error;
        Assert.Equal("budget_emergency", error.Code);
    }

    [Fact]
    public void Plan_TotalHasNoRoomBesideWhatIsHeld_GoesCheaplyWithoutAnEmergency()
    {
        using var budgets = new BudgetFixture(Emergency);
        budgets.Planned();
        // 500 counted tokens and 1,000 of answer are $0.01125 at gpt-4o.
        budgets.Book.Total.Take(9.99m, budgets.Clock.GetUtcNow());

        var exchange = budgets.Planned();

        Assert.Equal("mini", exchange.DowngradedModel);
        Assert.False(budgets.Book.Total.IsOverHard(budgets.Clock.GetUtcNow()));
    }

    [Fact]
    public void Check_HardLimit_TellsAmountsAndWhenToComeBack()
    {
        using var budgets = new BudgetFixture(SoftUser);
        var user = budgets.Planned(user: "ann").Budgets!.User!;
        budgets.Spend(user, 1.99m);

        var refusal = user.Limit.Check(new(1_000, 0.02m), budgets.Clock.GetUtcNow())!;

        Assert.Equal((LimitKind.Budget, "user", "ann"), (refusal.Info.Kind, refusal.Info.Scope, refusal.Info.Name));
        Assert.Equal((429, "insufficient_quota", false), (refusal.Error.Status, refusal.Error.Code, refusal.Error.ShouldRetry));
        Assert.Equal(TimeSpan.FromHours(12), refusal.Error.RetryAfter);
        Assert.False(refusal.MayWait);
        Assert.Contains("$2.00: $1.99 is spent", refusal.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_OnlyOthersUnderWayStandInBetween_RoomMayComeSoon()
    {
        using var budgets = new BudgetFixture(SoftUser);
        var user = budgets.Planned(user: "ann").Budgets!.User!;
        user.Take(1.99m, budgets.Clock.GetUtcNow());

        var refusal = user.Limit.Check(new(1_000, 0.02m), budgets.Clock.GetUtcNow())!;

        Assert.True(refusal.MayWait);
        Assert.Equal((true, TimeSpan.FromSeconds(1)), (refusal.Error.ShouldRetry, refusal.Error.RetryAfter));
    }

    [Fact]
    public void Check_TotalsLimit_DoesNotTellWhatOthersSpend()
    {
        using var budgets = new BudgetFixture(new() { Total = new() { Month = 77m } });
        var total = budgets.Planned().Budgets!.Total!;
        budgets.Spend(total, 76.5m);

        var message = total.Limit.Check(new(1, 1m), budgets.Clock.GetUtcNow())!.Error.Message;

        Assert.DoesNotContain("7", message.Replace("2026-12-01 00:00:00Z", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Settle_CostUnknownAfterwards_ChargesWhatWasHeld()
    {
        using var budgets = new BudgetFixture(SoftUser);
        var user = budgets.Planned(user: "ann").Budgets!.User!;
        var now = budgets.Clock.GetUtcNow();
        var window = user.Limit.Take(new(1, 0.30m), now);

        user.Limit.Settle(window, new(1, 0.30m), new(1, null), now);

        Assert.Equal((0.30m, 0m), (user.Read(now)[0].Spent, user.Read(now)[0].Reserved));
    }

    [Fact]
    public void NoteRefusal_BudgetWithoutRoom_IsToldOnce()
    {
        using var budgets = new BudgetFixture(SoftUser);
        var exchange = budgets.Planned(user: "ann");
        budgets.Spend(exchange.Budgets!.User!, 1.99m);
        while (budgets.Notes.TakeReached() is not null)
        {
        }

        // 1.99 + 0.02 > 2
        exchange.Budgets.NoteRefusal(new(10, 0.02m), budgets.Clock.GetUtcNow());
        exchange.Budgets.NoteRefusal(new(10, 0.02m), budgets.Clock.GetUtcNow());

        var change = budgets.Notes.TakeReached();
        Assert.Equal((true, BudgetPeriod.Day, 1.99m), (change!.IsHard, change.Reading.Period, change.Reading.Spent));
        Assert.Null(budgets.Notes.TakeReached());
    }
}
