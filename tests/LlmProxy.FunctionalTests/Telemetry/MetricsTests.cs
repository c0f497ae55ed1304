using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Telemetry;

// A gateway that stops takes its instruments from every reader of the process, this test's included.
[Collection(AloneGroup.Name)]
public sealed class MetricsTests
{
    [Fact]
    public async Task Scrape_AfterRequests_CountsThem()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"id":"c","usage":{"prompt_tokens":3,"completion_tokens":2}}""");
        // Meters are the process's, where other tests run too; the names of this test are its own.
        await using var gateway = await TestGateway.StartAsync(TestGateway.Config(provider.Address)
            .Replace("\"up\"", "\"metered\"", StringComparison.Ordinal).Replace("\"*\"", "\"metered-*\"", StringComparison.Ordinal));
        using (var good = await gateway.PostAsync("/v1/chat/completions", """{"model":"metered-x","messages":[]}"""))
            await good.Content.ReadAsStringAsync();
        using (var unknown = await gateway.PostAsync("/v1/chat/completions", """{"model":"other","messages":[]}"""))
            await unknown.Content.ReadAsStringAsync();

        var text = await gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative));

        Assert.Equal("1", Value(text, "llmproxy_requests_total", "cluster=\"metered\"", "endpoint=\"/v1/chat/completions\"", "outcome=\"completed\"", "model=\"metered-*\"", "code=\"200\""));
        Assert.Equal("1", Value(text, "llmproxy_requests_total", "cluster=\"metered\"", "model=\"other\""));
        Assert.Equal("3", Value(text, "gen_ai_client_token_usage_sum", "gen_ai_token_type=\"input\"", "gen_ai_request_model=\"metered-*\""));
        Assert.Equal("2", Value(text, "gen_ai_client_token_usage_sum", "gen_ai_token_type=\"output\"", "gen_ai_request_model=\"metered-*\""));
        Assert.Equal("1", Value(text, "gen_ai_client_operation_duration_seconds_count", "gen_ai_operation_name=\"chat\"", "gen_ai_request_model=\"metered-*\""));
        Assert.Contains("llmproxy_requests_active", text, StringComparison.Ordinal);
        Assert.Contains("llmproxy_bytes_buffered", text, StringComparison.Ordinal);
        // A caller's own words are never a label.
        Assert.DoesNotContain("metered-x", text, StringComparison.Ordinal);
    }

    private static string? Value(string text, string name, params string[] labels) => text
        .Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && labels.All(label => line.Contains(label, StringComparison.Ordinal)))
        .Select(line => line[(line.LastIndexOf(' ') + 1)..])
        .SingleOrDefault();
}
