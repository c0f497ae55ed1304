using System.Net;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.FunctionalTests.Tenancy;
using LlmProxy.Metering.Ledger;
using LlmProxy.Storage;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Metering;

/// <summary>Work that is done behind its request: <c>m</c> costs $2.50 and $10 per million tokens, and half of that in batches.</summary>
public sealed class DeferredTests
{
    private const string Usage = """ "usage":{"input_tokens":1000,"input_tokens_details":{"cached_tokens":0},"output_tokens":200,"total_tokens":1200} """;
    private const string Budget = """ "Budgets": { "Total": { "Day": 100 }, "Tenant": { "Day": 10 }, "UnknownPrice": "Charge", "UnknownCeiling": 1.5 } """;

    [Fact]
    public async Task Batch_FetchedAgainAndAgain_IsChargedOnceAtThePriceOfBatches()
    {
        var status = "in_progress";
        await using var provider = await ScriptedProvider.StartAsync((context, request) => JsonAsync(
            context,
            request.Method == "POST"
                ? """{"id":"batch_1","object":"batch","status":"validating","usage":null}"""
                : $$"""{"id":"batch_1","object":"batch","model":"m","status":"{{Volatile.Read(ref status)}}","output_file_id":"file-9",{{Usage}} }"""));
        using var log = new LogCollector();
        await using var gateway = await StartAsync(provider, log);

        await SendAsync(gateway, log, 1, "POST", "/v1/batches", """{"input_file_id":"file-1","endpoint":"/v1/chat/completions","completion_window":"24h"}""");
        await SendAsync(gateway, log, 2, "GET", "/v1/batches/batch_1");
        // Nothing is known yet: the ceiling is charged in its place.
        Assert.Equal(1.5m, await SpentAsync(gateway));
        status = "completed";
        await SendAsync(gateway, log, 3, "GET", "/v1/batches/batch_1");
        await SendAsync(gateway, log, 4, "GET", "/v1/batches/batch_1");

        var records = await RecordsAsync(gateway);
        Assert.Equal(5, records.Count);
        var handedIn = records.Single(record => record.Endpoint == "/v1/batches" && !record.Id.EndsWith("-result", StringComparison.Ordinal));
        var result = records.Single(record => record.Id == handedIn.Id + "-result");
        Assert.Null(handedIn.Cost);
        // (1,000 * 2.50 + 200 * 10) / 2 / 1,000,000
        Assert.Equal((0.00225m, "ta", "key_config_a", "m", "completed"), (result.Cost, result.Tenant, result.KeyId, result.ModelUsed, result.Outcome));
        Assert.Equal((1_000, 200), (result.Usage.InputTokens, result.Usage.OutputTokens));
        // Whoever fetches it has used nothing.
        Assert.All(records.Where(record => record.Endpoint == "/v1/batches/{id}"), record => Assert.Equal((0m, true), (record.Cost, record.Usage.IsEmpty)));
        Assert.Equal(0.00225m, await SpentAsync(gateway));
    }

    [Fact]
    public async Task Background_DoneWhenFetched_IsChargedToWhoeverMadeIt()
    {
        await using var provider = await ScriptedProvider.StartAsync((context, request) => JsonAsync(
            context,
            request.Method == "POST"
                ? """{"id":"resp_1","object":"response","model":"m-2026","status":"queued","background":true,"usage":null,"error":null}"""
                : $$"""{"id":"resp_1","object":"response","model":"m-2026","status":"completed","background":true,"error":null,{{Usage}} }"""));
        using var log = new LogCollector();
        await using var gateway = await StartAsync(provider, log);

        await SendAsync(gateway, log, 1, "POST", "/v1/responses", """{"model":"m","input":"x","background":true,"user":"ann","max_output_tokens":500}""");
        await SendAsync(gateway, log, 2, "GET", "/v1/responses/resp_1");
        await SendAsync(gateway, log, 3, "GET", "/v1/responses/resp_1");

        var records = await RecordsAsync(gateway);
        var result = Assert.Single(records, record => record.Id.EndsWith("-result", StringComparison.Ordinal));
        // (1,000 * 2.50 + 200 * 10) / 1,000,000, by the price of the model that was asked for
        Assert.Equal((0.0045m, "m", "ann", "/v1/responses"), (result.Cost, result.ModelUsed, result.User, result.Endpoint));
        Assert.Equal(0.0045m, await SpentAsync(gateway));
    }

    [Fact]
    public async Task Background_StreamIsCutAndTakenUp_IsChargedAtItsEnd()
    {
        const string created = "event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"model\":\"m\",\"status\":\"queued\"}}\n\n";
        const string completed = "event: response.completed\ndata: {\"type\":\"response.completed\",\"sequence_number\":9,\"response\":{\"id\":\"resp_1\",\"object\":\"response\",\"model\":\"m\",\"status\":\"completed\"," + Usage + "}}\n\n";
        await using var provider = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(request.Method == "POST" ? created : completed);
            await context.Response.Body.FlushAsync();
        });
        using var log = new LogCollector();
        await using var gateway = await StartAsync(provider, log);

        await SendAsync(gateway, log, 1, "POST", "/v1/responses", """{"model":"m","input":"x","background":true,"stream":true}""", breaks: true);
        await SendAsync(gateway, log, 2, "GET", "/v1/responses/resp_1?stream=true&starting_after=0");

        var result = Assert.Single(await RecordsAsync(gateway), record => record.Id.EndsWith("-result", StringComparison.Ordinal));
        Assert.Equal((0.0045m, "m"), (result.Cost, result.ModelUsed));
    }

    [Fact]
    public async Task Batch_DoneAfterARestart_IsChargedToWhoeverMadeIt()
    {
        var store = new FailingStore();
        await using var provider = await ScriptedProvider.StartAsync((context, request) => JsonAsync(
            context,
            request.Method == "POST"
                ? """{"id":"batch_1","object":"batch","status":"validating"}"""
                : $$"""{"id":"batch_1","object":"batch","status":"expired",{{Usage}} }"""));
        using (var log = new LogCollector())
        {
            await using var gateway = await StartAsync(provider, log, store);
            await SendAsync(gateway, log, 1, "POST", "/v1/batches", """{"input_file_id":"file-1","endpoint":"/v1/chat/completions"}""");
        }

        using var secondLog = new LogCollector();
        await using var second = await StartAsync(provider, secondLog, store);
        await SendAsync(second, secondLog, 1, "GET", "/v1/batches/batch_1");

        var result = Assert.Single(await RecordsAsync(second), record => record.Id.EndsWith("-result", StringComparison.Ordinal));
        // The batch does not say which model did it, so nobody knows what it cost.
        Assert.Equal((null, "ta", 1_000), (result.Cost, result.Tenant, result.Usage.InputTokens));
        // Forgotten behind its record.
        var patience = Task.Delay(TimeSpan.FromSeconds(30));
        while ((await store.LoadAsync(StateCollections.DeferredJobs)).Count > 0 && !patience.IsCompleted)
            await Task.Yield();
        Assert.Empty(await store.LoadAsync(StateCollections.DeferredJobs));
    }

    private static Task JsonAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    private static Task<TestGateway> StartAsync(ScriptedProvider provider, LogCollector log, IStateStore? store = null) => TestGateway.BeforeAsync(
        provider.Address,
        route: TestGateway.NoGate,
        proxy: $$"""
            {{KeyedGateway.Keys(more: "\"UnknownObjects\": \"Allow\"")}}, {{Budget}},
            "Prices": { "Models": { "m": { "Input": 2.5, "Output": 10, "Tiers": { "Batch": { "Factor": 0.5 } } } } }
            """,
        configure: builder =>
        {
            log.AddTo(builder);
            if (store is not null)
                builder.Services.AddSingleton(store);
        });

    private static async Task SendAsync(TestGateway gateway, LogCollector log, int number, string method, string path, string? body = null, bool breaks = false)
    {
        try
        {
            using var response = await gateway.SendAsync(method, path, KeyedGateway.A, body);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            await response.Content.LoadIntoBufferAsync();
        }
        catch (HttpRequestException) when (breaks)
        {
            // The provider's stream has no end.
        }

        await log.WaitForAsync("RequestFinished", number);
    }

    private static async Task<List<LedgerRecord>> RecordsAsync(TestGateway gateway)
    {
        var records = new List<LedgerRecord>();
        await foreach (var record in gateway.Services.GetRequiredService<ILedgerStore>().ReadAsync(new LedgerQuery(), CancellationToken.None))
            records.Add(record);
        return records;
    }

    /// <summary>What tenant and all together have spent today, which is the same.</summary>
    private static async Task<decimal> SpentAsync(TestGateway gateway)
    {
        var data = (await (await gateway.SendAsync("GET", "/v1/admin/budgets", key: null)).JsonAsync())["data"]!.AsArray();
        decimal Of(string scope) => data.Single(entry => (string?)entry!["scope"] == scope)!["periods"]!.AsArray()
            .Single(period => (string?)period!["period"] == "day")!["spent_usd"]!.GetValue<decimal>();
        Assert.Equal(Of("total"), Of("tenant"));
        return Of("tenant");
    }
}
