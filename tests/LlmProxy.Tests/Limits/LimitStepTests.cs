using System.Diagnostics.Metrics;
using LlmProxy.Budgets;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange;
using LlmProxy.Health.Shutdown;
using LlmProxy.Limits;
using LlmProxy.Tests.Budgets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Limits;

public class LimitStepTests
{
    [Fact]
    public async Task Invoke_BudgetRefusesOneThatWaited_TheHardLimitIsTold()
    {
        using var budgets = new BudgetFixture(new() { User = new() { Day = 2m } });
        budgets.Configuration.Current = new() { Proxy = new() { Budgets = budgets.Options, RateLimits = new() { Queue = new() { Enabled = true } } } };
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var shutdown = new ShutdownState();
        var gate = new LimitGate(budgets.Clock);
        using var queue = new FairQueue(gate, budgets.Clock, shutdown);
        var step = new LimitStep(
            _ => Task.CompletedTask, false, gate, queue, new LimitDemand(budgets.Tokens, budgets.Costs), [new BudgetSource()],
            new LimitMetrics(meters.GetRequiredService<IMeterFactory>()), budgets.Clock, NullLogger<LimitStep>.Instance);
        // Each may have 1,000 tokens of output at $10 per million: $0.01.
        var first = Planned(budgets);
        budgets.Spend(first.Budgets!.User!, 1.985m);
        await step.Invoke(first.Context);
        var second = step.Invoke(Planned(budgets).Context);
        Assert.Equal(1, queue.Length); // 1.985 + 0.01 that is held + 0.01 > 2
        Assert.Null(HardLimit(budgets));

        first.Reservation!.Settle(new(1_000, 0.012m)); // 1.997 + 0.01 > 2, for today

        Assert.Equal("insufficient_quota", (await Assert.ThrowsAsync<LlmException>(() => second)).Error.Code);
        Assert.Equal(1.997m, HardLimit(budgets)!.Reading.Spent);
        Assert.Null(HardLimit(budgets));
    }

    private static LlmExchange Planned(BudgetFixture budgets)
    {
        var exchange = budgets.Planned(user: "ann");
        exchange.Context.Features.Set(exchange);
        return exchange;
    }

    /// <summary>The next note of a hard limit that was reached; <c>null</c>: none.</summary>
    private static BudgetChange? HardLimit(BudgetFixture budgets)
    {
        while (budgets.Notes.TakeReached() is { } change)
        {
            if (change.IsHard)
                return change;
        }

        return null;
    }
}
