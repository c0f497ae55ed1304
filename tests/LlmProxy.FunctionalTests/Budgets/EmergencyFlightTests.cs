using System.Net;
using System.Text.Json;
using LlmProxy.FunctionalTests.Failover;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Budgets;

/// <summary>An emergency holds for what runs detached from its client, too.</summary>
public sealed class EmergencyFlightTests
{
    private const string Stream = """{"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task HedgedWithEarlyKeepAlive_TotalIsSpent_GoesToTheCheapModelAlone()
    {
        await using var provider = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            if (!request.Text.Contains("\"stream\":true", StringComparison.Ordinal))
            {
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(BudgetGateway.Answer(1_000, 1_000));
                return;
            }

            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(Flown.Chunk("hello") + Flown.End);
        });
        using var log = new LogCollector();
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address,
            route: """ "Hedge": { "Enabled": true }, "KeepAlive": { "Early": true, "Interval": "00:01:00" } """,
            proxy: """
                "Prices": { "Models": { "gpt-4o": { "Input": 2.5, "Output": 10 }, "mini": { "Input": 0.15, "Output": 0.6 } } },
                "Budgets": { "Total": { "Day": 0.0125 }, "Emergency": { "Model": "mini" } }
                """,
            configure: log.AddTo);

        // (1,000 * 2.50 + 1,000 * 10) / 1,000,000 = 0.0125: all of it.
        using var first = await gateway.AskAsync(log, 1, """{"model":"gpt-4o","max_tokens":1000,"messages":[{"role":"user","content":"hi"}]}""");
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        provider.Requests.Clear();
        using var response = await gateway.AskAsync(log, 2, Stream);

        var text = await response.Content.ReadAsStringAsync();
        Assert.EndsWith(Flown.EndOfClient, text, StringComparison.Ordinal);
        Assert.NotEmpty(provider.Requests);
        Assert.All(provider.Requests, request => Assert.Equal("mini", JsonDocument.Parse(request.Text).RootElement.GetProperty("model").GetString()));
        // (5 * 0.15 + 7 * 0.6) / 1,000,000
        var line = await log.WaitForAsync("RequestFinished", 2);
        Assert.Equal(0.00000495m, line["CostUsd"]);
        await Flown.AssertNothingLeftAsync(gateway);
    }
}
