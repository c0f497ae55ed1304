using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LlmProxy.Budgets;
using LlmProxy.FunctionalTests.Budgets;
using LlmProxy.FunctionalTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Webhooks;

public sealed class WebhookTests : IDisposable
{
    private readonly LogCollector _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task SoftLimitReached_Receiver_GetsASignedEvent()
    {
        var arrived = new TaskCompletionSource<ReceivedRequest>();
        await using var receiver = await ScriptedProvider.StartAsync((context, request) =>
        {
            context.Response.StatusCode = 204;
            arrived.TrySetResult(request);
            return Task.CompletedTask;
        });
        await using var provider = await ScriptedProvider.StartAsync(BudgetGateway.Answer(10_000, 50_000));
        await using var gateway = await BudgetGateway.StartAsync(
            provider.Address, """ "Total": { "SoftMonth": 0.50 } """, _log,
            $$""", "Webhooks": [ { "Name": "ops", "Url": "{{receiver.Address}}hook", "Secret": "a secret", "Events": [ "budget.*" ] } ]""");
        using var response = await gateway.AskAsync(_log, 1);
        gateway.Services.GetRequiredService<BudgetJournal>().Tick();

        var request = await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(("POST", "/hook"), (request.Method, request.Path));
        var signed = $"{request.Header("webhook-id")}.{request.Header("webhook-timestamp")}.{request.Text}";
        Assert.Equal(
            "v1," + Convert.ToBase64String(HMACSHA256.HashData("a secret"u8, Encoding.UTF8.GetBytes(signed))), request.Header("webhook-signature"));
        var happened = JsonDocument.Parse(request.Text).RootElement;
        Assert.Equal("llmproxy.budget.soft_limit", happened.GetProperty("type").GetString());
        Assert.Equal(0.525m, happened.GetProperty("data").GetProperty("spent_usd").GetDecimal());
        Assert.Null(request.Header("traceparent"));
        Assert.DoesNotContain("a secret", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RequestEnds_ReceiverOfUsage_GetsWhatItUsedAndCost()
    {
        var arrived = new TaskCompletionSource<ReceivedRequest>();
        await using var receiver = await ScriptedProvider.StartAsync((context, request) =>
        {
            context.Response.StatusCode = 204;
            arrived.TrySetResult(request);
            return Task.CompletedTask;
        });
        await using var provider = await ScriptedProvider.StartAsync(BudgetGateway.Answer(10_000, 50_000));
        await using var gateway = await BudgetGateway.StartAsync(
            provider.Address, "", _log,
            $$""", "Webhooks": [ { "Name": "billing", "Url": "{{receiver.Address}}", "Secret": "a secret", "Events": [ "usage" ], "MaxBatch": 1 } ]""");

        using var response = await gateway.AskAsync(_log, 1);
        var request = await arrived.Task.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.StartsWith("application/cloudevents-batch+json", request.Header("Content-Type"), StringComparison.Ordinal);
        var data = Assert.Single(JsonDocument.Parse(request.Text).RootElement.EnumerateArray()).GetProperty("data");
        Assert.Equal(response.Headers.GetValues("x-llmproxy-request-id").Single(), data.GetProperty("request_id").GetString());
        // (10,000 * 2.50 + 50,000 * 10) / 1,000,000
        Assert.Equal(0.525m, data.GetProperty("cost_usd").GetDecimal());
    }
}
