using System.Net;
using LlmProxy.Budgets;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Budgets;

/// <summary>Many requests at once against little money.</summary>
public sealed class SpikeTests : IDisposable
{
    private const int Clients = 200;
    private const int Fit = 50;
    private const string Request = """{"model":"flat","messages":[{"role":"user","content":"hi"}]}""";

    // Each holds 100 tokens of answer at $10 for a million: $0.001; so $0.05 is room for 50.
    private const string Budgets = """ "Total": { "Month": 0.05 } """;
    private const string Reserve = """, "Tokens": { "DefaultOutputReserve": 100 } """;
    private readonly LogCollector _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    // Answers as long as their reserve: the limit, to the cent. Twice as long: 50 requests are $0.001 over each, which is the documented bound.
    [InlineData(100, 0.05)]
    [InlineData(200, 0.10)]
    // Shorter ones leave room, but not while all are under way.
    [InlineData(40, 0.02)]
    public async Task ManyAtOnce_NeverHoldMoreThanTheLimit(int output, double spent)
    {
        // No answer before all that fit are under way and the others were refused.
        var decided = new TaskCompletionSource();
        var under = 0;
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            Interlocked.Increment(ref under);
            await decided.Task;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(BudgetGateway.Answer(10, output));
        });
        await using var gateway = await BudgetGateway.StartAsync(provider.Address, Budgets, _log, Reserve);

        var all = Enumerable.Range(0, Clients).Select(_ => gateway.PostAsync("/v1/chat/completions", Request)).ToList();
        await _log.WaitForAsync("RequestFinished", Clients - Fit);
        var held = Read(gateway);
        decided.SetResult();
        var statuses = new List<HttpStatusCode>();
        foreach (var response in await Task.WhenAll(all))
        {
            statuses.Add(response.StatusCode);
            response.Dispose();
        }

        await _log.WaitForAsync("RequestFinished", Clients);
        var end = Read(gateway);
        Assert.Equal(Fit, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(Clients - Fit, statuses.Count(status => status == HttpStatusCode.TooManyRequests));
        Assert.Equal(Fit, under);
        Assert.Equal((0m, 0.05m), (held.Spent, held.Reserved));
        Assert.Equal(((decimal)spent, 0m), (end.Spent, end.Reserved));
    }

    private static BudgetReading Read(TestGateway gateway) =>
        gateway.Services.GetRequiredService<BudgetBook>().Total.Read(DateTimeOffset.UtcNow)[(int)BudgetPeriod.Month];
}
