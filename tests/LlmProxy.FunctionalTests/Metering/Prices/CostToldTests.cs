using System.Net;
using System.Text.Json;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Metering.Prices;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Metering.Prices;

/// <summary>What a caller is told of the cost, and where the prices come from.</summary>
public class CostToldTests
{
    // 1,000 * 2 + 500 * 8 = 6,000 millionths
    private const string Prices = """ "Prices": { "Models": { "m": { "Input": 2, "Output": 8 } } } """;
    private const string Request = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";
    private const string StreamRequest = """{"model":"m","stream":true,"messages":[{"role":"user","content":"hi"}]}""";
    private const string Usage = "\"usage\":{\"prompt_tokens\":1000,\"completion_tokens\":500,\"total_tokens\":1500}";

    private const string Stream =
        "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"} yes {\"},\"finish_reason\":null}]}\n\n"
        + "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    private const string UsageChunk = "data: {\"id\":\"c\",\"model\":\"m\",\"choices\":[]," + Usage + "}\n\n";

    private static readonly (string, string) Asks = ("x-llmproxy-include-cost", "true");

    [Fact]
    public async Task Json_KnownPrice_TheHeaderTellsTheCost()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer(Usage));
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: Prices);

        using var response = await gateway.PostAsync("/v1/chat/completions", Request);

        Assert.Equal("0.006", Header(response));
    }

    [Fact]
    public async Task Json_UnknownPrice_NoHeaderAndNotThatOfTheProvider()
    {
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers["x-llmproxy-cost-usd"] = "999";
            return context.Response.WriteAsync(Answer(Usage));
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Null(Header(response));
    }

    [Fact]
    public async Task Json_AnthropicForAChatClient_TheHeaderTellsTheCost()
    {
        await using var provider = await ScriptedProvider.StartAsync(
            """{"id":"x","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":1000,"output_tokens":500}}""");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, kind: "anthropic", proxy: Prices);

        using var response = await gateway.PostAsync("/v1/chat/completions", Request);

        Assert.Equal("0.006", Header(response));
    }

    [Fact]
    public async Task Stream_Asked_TheUsageChunkTellsTheCost()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(Stream, UsageChunk, "data: [DONE]\n\n");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: Prices);

        using var response = await gateway.PostAsync("/v1/chat/completions", StreamRequest, Asks);

        Assert.Equal(Stream + With(UsageChunk, "0.006") + "data: [DONE]\n\n", await response.Content.ReadAsStringAsync());
        Assert.DoesNotContain(provider.Last.Headers, header => header.Key.StartsWith("x-llmproxy-", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Stream_AskedWithoutAPrice_TheCostIsNull()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(Stream + UsageChunk + "data: [DONE]\n\n");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", StreamRequest, Asks);

        Assert.Equal(Stream + With(UsageChunk, "null") + "data: [DONE]\n\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Stream_NotAsked_PassesAsItCame()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(Stream, UsageChunk, "data: [DONE]\n\n");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: Prices);
        const string WithUsage = """{"model":"m","stream":true,"stream_options":{"include_usage":true},"messages":[]}""";

        using var whole = await gateway.PostAsync("/v1/chat/completions", WithUsage);
        using var without = await gateway.PostAsync("/v1/chat/completions", StreamRequest);

        Assert.Equal(Stream + UsageChunk + "data: [DONE]\n\n", await whole.Content.ReadAsStringAsync());
        Assert.Equal(Stream + "data: [DONE]\n\n", await without.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Stream_AskedWithCrLf_OnlyTheMemberIsAdded()
    {
        var usage = UsageChunk.Replace("\n", "\r\n", StringComparison.Ordinal);
        var rest = Stream.Replace("\n", "\r\n", StringComparison.Ordinal);
        await using var provider = await ScriptedProvider.StartStreamAsync(rest, usage, "data: [DONE]\r\n\r\n");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: Prices);

        using var response = await gateway.PostAsync("/v1/chat/completions", StreamRequest, Asks);

        Assert.Equal(rest + With(usage, "0.006") + "data: [DONE]\r\n\r\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Messages_Asked_TheLastUsageTellsTheCostAndTheFirstDoesNot()
    {
        const string Start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"x\",\"model\":\"m\",\"usage\":{\"input_tokens\":1000,\"output_tokens\":1}}}\n\n"
            + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
            + "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"hi\"}}\n\n"
            + "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n";
        const string Delta = "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":500}}\n\n";
        const string Stop = "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n";
        await using var provider = await ScriptedProvider.StartStreamAsync(Start, Delta, Stop);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, kind: "anthropic", proxy: Prices);

        using var native = await gateway.PostAsync("/v1/messages", """{"model":"m","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"hi"}]}""", Asks);
        using var chat = await gateway.PostAsync("/v1/chat/completions", StreamRequest, Asks);

        Assert.Equal(Start + With(Delta, "0.006") + Stop, await native.Content.ReadAsStringAsync());
        // A chat client gets it in the usage chunk, which comes last.
        var frames = (await chat.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", frames[^1]);
        using var last = JsonDocument.Parse(frames[^2]["data: ".Length..]);
        Assert.Equal(1_500, last.RootElement.GetProperty("usage").GetProperty("total_tokens").GetInt32());
        Assert.Equal(0.006m, last.RootElement.GetProperty("llmproxy").GetProperty("cost_usd").GetDecimal());
        Assert.All(frames[..^2], frame => Assert.DoesNotContain("cost_usd", frame, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("response.completed")]
    [InlineData("response.incomplete")]
    public async Task Responses_Asked_TheLastEventTellsTheCost(string type)
    {
        const string Created = "event: response.created\ndata: {\"type\":\"response.created\",\"response\":{\"id\":\"r\",\"model\":\"m\",\"usage\":null}}\n\n"
            + "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"output_index\":0,\"delta\":\"hi\"}\n\n";
        var end = $"event: {type}\ndata: {{\"type\":\"{type}\",\"response\":{{\"id\":\"r\",\"model\":\"m\",\"usage\":{{\"input_tokens\":1000,\"output_tokens\":500,\"total_tokens\":1500}}}}}}\n\n";
        await using var provider = await ScriptedProvider.StartStreamAsync(Created, end);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: Prices);

        using var response = await gateway.PostAsync("/v1/responses", """{"model":"m","stream":true,"input":"hi"}""", Asks);

        Assert.Equal(Created + With(end, "0.006"), await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Json_ServedInATier_ItsPrice()
    {
        // 1,000 * 1 + 500 * 4 = 3,000 millionths
        await using var provider = await ScriptedProvider.StartAsync(Answer(Usage + ",\"service_tier\":\"flex\""));
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, proxy: """ "Prices": { "Models": { "up/m": { "Input": 2, "Output": 8, "Tiers": { "Flex": { "Factor": 0.5 } } } } } """);

        using var response = await gateway.PostAsync("/v1/chat/completions", Request);

        Assert.Equal("0.003", Header(response));
    }

    [Fact]
    public async Task PriceFile_Changed_TheNextRequestCostsTheNewPrice()
    {
        var file = Path.Combine(Path.GetTempPath(), $"prices-{Guid.NewGuid():N}.json");
        await WritePricesAsync(file, 2);
        try
        {
            await using var provider = await ScriptedProvider.StartAsync(Answer(Usage));
            await using var gateway = await TestGateway.BeforeAsync(
                provider.Address, kind: "openai", llm: "\"ApiKey\": \"k\"", proxy: $$""" "Prices": { "File": {{JsonSerializer.Serialize(file)}} } """);
            using var before = await gateway.PostAsync("/v1/chat/completions", Request);

            await WritePricesAsync(file, 4);
            gateway.Services.GetRequiredService<PriceFiles>().Reload();
            using var after = await gateway.PostAsync("/v1/chat/completions", Request);

            await File.WriteAllTextAsync(file, "{");
            gateway.Services.GetRequiredService<PriceFiles>().Reload();
            using var broken = await gateway.PostAsync("/v1/chat/completions", Request);
            var health = await gateway.Client.GetStringAsync(new Uri("/health/ready", UriKind.Relative));

            // 1,000 * 2 + 500 * 2 and twice that, in millionths
            Assert.Equal(("0.003", "0.006", "0.006"), (Header(before), Header(after), Header(broken)));
            Assert.Contains("The price file is refused", health, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static Task WritePricesAsync(string file, int rate) =>
        File.WriteAllTextAsync(file, $$"""{ "Version": "v", "Models": [ { "Vendor": "openai", "Model": "m", "Input": {{rate}}, "Output": {{rate}} } ] }""");

    private static string Answer(string members) =>
        $$$"""{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],{{{members}}}}""";

    /// <summary>The frame with the cost as the last member of its object.</summary>
    private static string With(string frame, string cost)
    {
        var end = frame.LastIndexOf('}');
        return frame[..end] + ",\"llmproxy\":{\"cost_usd\":" + cost + "}" + frame[end..];
    }

    private static string? Header(HttpResponseMessage response) =>
        response.Headers.TryGetValues("x-llmproxy-cost-usd", out var values) ? Assert.Single(values) : null;
}
