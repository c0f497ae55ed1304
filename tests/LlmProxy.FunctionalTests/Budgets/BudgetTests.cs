using System.Net;
using System.Text.Json;
using LlmProxy.Budgets;
using LlmProxy.FunctionalTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Budgets;

public sealed class BudgetTests : IDisposable
{
    // (10,000 * 2.50 + 50,000 * 10) / 1,000,000 = 0.525 at gpt-4o; (1,500 + 30,000) / 1,000,000 = 0.0315 at mini
    private static readonly string Answer = BudgetGateway.Answer(10_000, 50_000);
    private readonly LogCollector _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task SoftLimit_Reached_TheCheaperModelAnswers()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await BudgetGateway.StartAsync(provider.Address, """ "Total": { "SoftDay": 0.50 }, "Downgrade": { "To": "mini" } """, _log);
        using var before = await gateway.AskAsync(_log, 1);
        using var after = await gateway.AskAsync(_log, 2);

        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.Equal("gpt-4o", before.Headers.GetValues("x-llmproxy-model").Single());
        Assert.False(before.Headers.Contains("x-llmproxy-downgraded"));
        Assert.Equal("mini", after.Headers.GetValues("x-llmproxy-model").Single());
        Assert.Equal("budget", after.Headers.GetValues("x-llmproxy-downgraded").Single());
        Assert.Equal(BudgetGateway.Request.Replace("gpt-4o", "mini", StringComparison.Ordinal), provider.Last.Text);
        Assert.Equal((0.525m + 0.0315m, 0m), Total(gateway));
    }

    [Fact]
    public async Task HardLimit_Spent_IsInsufficientQuotaToTheEndOfThePeriod()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await BudgetGateway.StartAsync(provider.Address, """ "Total": { "Day": 0.50, "Month": 100 } """, _log);
        using var first = await gateway.AskAsync(_log, 1);

        using var refused = await gateway.AskAsync(_log, 2);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal("false", refused.Headers.GetValues("x-should-retry").Single());
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(24));
        var error = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement.GetProperty("error");
        Assert.Equal("insufficient_quota", error.GetProperty("code").GetString());
        Assert.Single(provider.Requests);
        // What costs nothing still works.
        using var files = await gateway.Client.GetAsync(new Uri("/v1/files", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, files.StatusCode);
    }

    [Fact]
    public async Task TotalSpent_WithACheapModel_IsAnEmergencyThatHealthTells()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await BudgetGateway.StartAsync(
            provider.Address, """ "Total": { "Day": 0.50 }, "Emergency": { "Model": "mini", "MaxInputTokens": 200 } """, _log);
        using var first = await gateway.AskAsync(_log, 1);

        using var cheap = await gateway.AskAsync(_log, 2);
        var words = string.Join(' ', Enumerable.Range(0, 2_000));
        using var tooLong = await gateway.AskAsync(_log, 3, BudgetGateway.Request.Replace("hi", words, StringComparison.Ordinal));
        gateway.Services.GetRequiredService<BudgetJournal>().Tick();
        var health = await gateway.Client.GetStringAsync(new Uri("/health/ready", UriKind.Relative));
        var budgets = await gateway.Client.GetStringAsync(new Uri("/v1/admin/budgets?scope=total", UriKind.Relative));

        Assert.Equal("emergency", cheap.Headers.GetValues("x-llmproxy-downgraded").Single());
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (cheap.StatusCode, tooLong.StatusCode));
        Assert.Contains("budget_emergency", await tooLong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var check = JsonDocument.Parse(health).RootElement.GetProperty("checks").GetProperty("budgets");
        Assert.Equal("degraded", check.GetProperty("state").GetString());
        var total = JsonDocument.Parse(budgets).RootElement;
        Assert.True(total.TryGetProperty("emergency_since", out _));
        Assert.Equal(0.5565m, total.GetProperty("data")[0].GetProperty("periods")[0].GetProperty("spent_usd").GetDecimal());
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=1001")]
    [InlineData("scope=everybody")]
    public async Task AdminBudgets_WrongQuestion_Is400(string query)
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await BudgetGateway.StartAsync(provider.Address, "");

        using var response = await gateway.Client.GetAsync(new Uri("/v1/admin/budgets?" + query, UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Attempt_Fails_GivesAllBack()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"error":{"message":"no"}}""", 400);
        await using var gateway = await BudgetGateway.StartAsync(provider.Address, """ "Total": { "Day": 0.50 } """, _log);

        using var response = await gateway.AskAsync(_log, 1);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal((0m, 0m), Total(gateway));
    }

    private static (decimal Spent, decimal Reserved) Total(TestGateway gateway)
    {
        var reading = gateway.Services.GetRequiredService<BudgetBook>().Total.Read(DateTimeOffset.UtcNow)[(int)BudgetPeriod.Month];
        return (reading.Spent, reading.Reserved);
    }
}
