using System.Net;
using System.Text.Json;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.WireMock;

/// <summary>A provider that takes its time, before the answer or inside it.</summary>
[Collection(WireMockGroup.Name)]
public sealed class DelayTests(WireMockServer wireMock)
{
    private const string WholeText = "One two three four — ü five";

    [WireMockFact]
    public async Task Answer_Late_IsWaitedFor()
    {
        await using var gateway = await wireMock.GatewayAsync();

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"delayed","messages":[]}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Contains("Late, but whole", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [WireMockFact]
    public async Task Answer_LaterThanTheClustersActivityTimeout_Is504()
    {
        var config = TestGateway.Config(wireMock.Address).Replace(
            "\"Llm\": { \"Provider\"", "\"HttpRequest\": { \"ActivityTimeout\": \"00:00:01\" }, \"Llm\": { \"Provider\"", StringComparison.Ordinal);
        await using var gateway = await TestGateway.StartAsync(config);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"stalled","messages":[]}""");

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.NotEqual("", body.RootElement.GetProperty("error").GetProperty("message").GetString());
    }

    [WireMockFact]
    public async Task Answer_InDrops_IsWhole()
    {
        await using var gateway = await wireMock.GatewayAsync();

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"dribbled-answer","messages":[]}""");

        using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("Drop by drop — ü", body.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }

    [WireMockFact]
    public async Task Stream_InDrops_IsWhole()
    {
        await using var gateway = await wireMock.GatewayAsync();

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", """{"model":"dribble","stream":true,"stream_options":{"include_usage":true},"messages":[]}""");

        var events = await ReadAsync(response);
        Assert.Equal(WholeText, Text(events));
        Assert.Equal("[DONE]", events[^1]);
        Assert.Equal(8, events.Count);
    }

    [WireMockFact]
    public async Task TranslatedStream_InDrops_IsWhole()
    {
        await using var gateway = await wireMock.GatewayAsync("anthropic");

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", """{"model":"claude-dribble","stream":true,"messages":[{"role":"user","content":"Count"}]}""");

        var events = await ReadAsync(response);
        Assert.Equal(WholeText, Text(events));
        Assert.Equal("[DONE]", events[^1]);
    }

    /// <summary>The data of the events in order. Whether they come as they are sent is no question for drops made by a clock: a busy machine reads several at once.</summary>
    private static async Task<List<string>> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        // What is left out are comments, which keep a silent connection alive.
        return [.. text.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..])];
    }

    private static string Text(IEnumerable<string> events) => string.Concat(events.Where(data => data != "[DONE]").Select(data =>
    {
        using var chunk = JsonDocument.Parse(data);
        var choices = chunk.RootElement.GetProperty("choices");
        return choices.GetArrayLength() > 0 && choices[0].GetProperty("delta").TryGetProperty("content", out var content)
            ? content.GetString()
            : "";
    }));
}
