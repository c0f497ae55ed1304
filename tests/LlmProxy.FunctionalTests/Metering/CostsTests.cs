using System.Net;
using System.Text.Json;
using LlmProxy.FunctionalTests.Failover;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Metering;

/// <summary>What was spent, as it is asked for.</summary>
public sealed class CostsTests
{
    [Fact]
    public async Task Costs_OfSomeRequests_AddUp()
    {
        await using var provider = await ScriptedProvider.StartAsync(Flown.Json("hi"));
        await using var gateway = await StartAsync(provider);
        // Each of a known model: (5 * 2.50 + 7 * 10) / 1,000,000 = 0.0000825
        await SendAsync(gateway, "m", "a");
        await SendAsync(gateway, "other", "a,b");
        await SendAsync(gateway, "mystery", "b");
        await gateway.EndedAsync(3);

        var total = (await GetAsync(gateway, "/v1/costs")).GetProperty("total");
        var models = await GetAsync(gateway, "/v1/costs?by=model");
        var tags = await GetAsync(gateway, "/v1/costs?by=tag&model=other");
        var days = await GetAsync(gateway, "/v1/costs?by=day&limit=1");

        Assert.Equal("0.000165", total.GetProperty("cost_usd").GetRawText());
        Assert.Equal((3, 1), (total.GetProperty("requests").GetInt64(), total.GetProperty("unknown_cost_requests").GetInt64()));
        Assert.Equal((15, 21), (total.GetProperty("input_tokens").GetInt64(), total.GetProperty("output_tokens").GetInt64()));
        Assert.Equal(["m 0.0000825", "other 0.0000825", "mystery 0"], Groups(models));
        Assert.Equal(["a 0.0000825", "b 0.0000825"], Groups(tags));
        Assert.Equal("0.000165", days.GetProperty("data")[0].GetProperty("cost_usd").GetRawText());
    }

    [Theory]
    [InlineData("/v1/costs?model=other", 1)]
    [InlineData("/v1/costs?tag=a", 2)]
    [InlineData("/v1/costs?route=llm", 3)]
    [InlineData("/v1/costs?tenant=nobody", 0)]
    [InlineData("/v1/costs?kind=shadow", 0)]
    [InlineData("/v1/costs?from=2100-01-01", 0)]
    [InlineData("/v1/costs?from=2020-01-01&to=2100-01-01T00:00:00Z", 3)]
    public async Task Costs_Filtered_AreOfThose(string path, int requests)
    {
        await using var provider = await ScriptedProvider.StartAsync(Flown.Json("hi"));
        await using var gateway = await StartAsync(provider);
        await SendAsync(gateway, "m", "a");
        await SendAsync(gateway, "other", "a,b");
        await SendAsync(gateway, "mystery", "b");
        await gateway.EndedAsync(3);

        Assert.Equal(requests, (await GetAsync(gateway, path)).GetProperty("total").GetProperty("requests").GetInt64());
    }

    [Theory]
    [InlineData("/v1/costs?by=colour", "by")]
    [InlineData("/v1/costs?by=1", "by")]
    [InlineData("/v1/costs?limit=0", "limit")]
    [InlineData("/v1/costs?tennant=a", "tennant")]
    [InlineData("/v1/costs?from=yesterday", "from")]
    [InlineData("/v1/costs?from=01/02/2026", "from")]
    [InlineData("/v1/costs?user=a&user=b", "user")]
    [InlineData("/v1/costs?kind=cached", "kind")]
    [InlineData("/v1/costs/export?format=xml", "format")]
    [InlineData("/v1/costs/export?by=model", "by")]
    public async Task Costs_WrongQuestion_IsToldWhatIsWrong(string path, string parameter)
    {
        await using var provider = await ScriptedProvider.StartAsync(Flown.Json("hi"));
        await using var gateway = await StartAsync(provider);

        using var response = await gateway.Gateway.Client.GetAsync(path);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(parameter, body.RootElement.GetProperty("error").GetProperty("param").GetString());
    }

    [Fact]
    public async Task Costs_WithAnAdminKey_NeedIt()
    {
        await using var provider = await ScriptedProvider.StartAsync(Flown.Json("hi"));
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: "\"Access\": { \"AdminKey\": \"secret-admin-key-1\" }");

        using var sums = await gateway.Client.GetAsync("/v1/costs");
        using var export = await gateway.Client.GetAsync("/v1/costs/export");

        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.Unauthorized), (sums.StatusCode, export.StatusCode));
    }

    [Fact]
    public async Task Export_Csv_IsOneLineForEachRequest()
    {
        await using var provider = await ScriptedProvider.StartAsync(Flown.Json("hi"));
        await using var gateway = await StartAsync(provider);
        await SendAsync(gateway, "=cmd()", "a,b");
        await gateway.EndedAsync();

        using var response = await gateway.Gateway.Client.GetAsync("/v1/costs/export?format=csv");
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n");

        Assert.Equal("text/csv; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        Assert.Equal(3, lines.Length);
        Assert.Equal(34, lines[0].Split(',').Length);
        Assert.Equal(34, lines[1].Split(',').Length);
        Assert.Contains(",\"'=cmd()\",\"'=cmd()\",openai,up,1,5,,,,7,,false,,,,completed,200,", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",a;b", lines[1], StringComparison.Ordinal);
        Assert.Equal("", lines[2]);
    }

    [Fact]
    public async Task Export_JsonLines_HoldsEachCharge()
    {
        await using var provider = await ScriptedProvider.StartAsync(Flown.Json("hi"));
        await using var gateway = await StartAsync(provider);
        await SendAsync(gateway, "m", "a");
        await SendAsync(gateway, "m", "b");
        await gateway.EndedAsync(2);

        using var response = await gateway.Gateway.Client.GetAsync("/v1/costs/export?tag=b");
        var line = Assert.Single((await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries));
        using var record = JsonDocument.Parse(line);

        Assert.Equal("0.0000825", record.RootElement.GetProperty("cost_usd").GetRawText());
        Assert.Equal(
            $$"""[{"cluster":"up","model":"m","usage":{"input_tokens":5,"output_tokens":7},"estimated":false,"cost_usd":0.0000825,"price_version":"{{gateway.PriceVersion}}"}]""",
            record.RootElement.GetProperty("charges").GetRawText());
        Assert.Equal("""["b"]""", record.RootElement.GetProperty("tags").GetRawText());
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("ok,=1+1")]
    [InlineData("1,2,3,4,5,6,7,8,9")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Tags_NotToBeUsed_AreRefused(string tags)
    {
        await using var provider = await ScriptedProvider.StartAsync(Flown.Json("hi"));
        await using var gateway = await StartAsync(provider);

        using var response = await gateway.PostAsync(FlightConfig.Whole, ("x-llmproxy-tags", tags));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"invalid_header\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task Tags_AreNotSentOn()
    {
        await using var provider = await ScriptedProvider.StartAsync(Flown.Json("hi"));
        await using var gateway = await StartAsync(provider);

        await SendAsync(gateway, "m", "a");

        Assert.DoesNotContain(provider.Last.Headers, header => header.Key.StartsWith("x-llmproxy", StringComparison.OrdinalIgnoreCase));
    }

    private static Task<MeteredGateway> StartAsync(ScriptedProvider provider) =>
        MeteredGateway.StartAsync(FlightConfig.Of("", ("up", "openai-compatible", [provider.Address], "\"*\"")));

    private static async Task SendAsync(MeteredGateway gateway, string model, string tags)
    {
        using var response = await gateway.PostAsync($$"""{"model":"{{model}}","messages":[]}""", ("x-llmproxy-tags", tags));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await response.Content.LoadIntoBufferAsync();
    }

    private static async Task<JsonElement> GetAsync(MeteredGateway gateway, string path)
    {
        using var document = JsonDocument.Parse(await gateway.Gateway.Client.GetStringAsync(path));
        return document.RootElement.Clone();
    }

    private static IEnumerable<string> Groups(JsonElement sums) => sums.GetProperty("data").EnumerateArray()
        .Select(sum => $"{sum.GetProperty("group").GetString()} {sum.GetProperty("cost_usd").GetRawText()}");
}
