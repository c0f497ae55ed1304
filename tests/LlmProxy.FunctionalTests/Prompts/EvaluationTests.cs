using System.Net;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Prompts.Evaluations;
using LlmProxy.Prompts.Quality;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Prompts;

public sealed class EvaluationTests
{
    private const string Answer = """{"id":"c1","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Write to jane@example.org, Ann"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}""";

    [Fact]
    public async Task Log_Content_IsRedactedAlthoughTheProviderSawIt()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await EvaluationGateway.StartAsync(provider.Address);

        var (id, body) = await gateway.AskAsync("""{"model":"m","user":"u-1","messages":[{"role":"user","content":"I am\n\"bob@example.org\""}]}""");
        var line = Assert.Single(await gateway.ExportAsync(1));

        Assert.Equal(Answer, body);
        Assert.Contains("bob@example.org", provider.Last.Text, StringComparison.Ordinal);
        Assert.Equal(id, (string?)line["request_id"]);
        Assert.Equal("""{"model":"m","messages":[{"role":"user","content":"I am\n\"[REDACTED_EMAIL]\""}]}""", line["request"]!.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
        Assert.Equal("Write to [REDACTED_EMAIL], Ann", (string?)line["answer"]);
        Assert.Equal((22, 30, 5, 2), ((int)line["input_characters"]!, (int)line["output_characters"]!, (int)line["input_tokens"]!, (int)line["output_tokens"]!));
        Assert.Equal(("completed", 200, false), ((string?)line["outcome"], (int)line["status"]!, (bool)line["blocked"]!));
    }

    [Fact]
    public async Task Log_MaskedValues_AreNotInItAlthoughTheClientGetsThem()
    {
        // The guard's own words are no personal data that the log would know of: they are masked since the route says so.
        const string Words = "\"Guardrails\": { \"project\": { \"Type\": \"deny\", \"Words\": [ \"Heron\" ], \"Action\": \"Mask\" } }";
        await using var provider = await ScriptedProvider.StartAsync((context, request) =>
        {
            context.Response.ContentType = "application/json";
            var placeholder = System.Text.RegularExpressions.Regex.Match(request.Text, "<DENIED[^>]*>").Value;
            return context.Response.WriteAsync($$$"""{"choices":[{"message":{"content":"{{{placeholder}}} is late"}}]}""");
        });
        await using var gateway = await EvaluationGateway.StartAsync(provider.Address, route: "\"Guardrails\": { \"Input\": [ \"project\" ] }", proxy: Words);

        var (_, body) = await gateway.AskAsync("""{"model":"m","messages":[{"role":"user","content":"How is Heron?"}]}""");
        var line = Assert.Single(await gateway.ExportAsync(1)).ToJsonString();

        Assert.Contains("Heron is late", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Heron", line, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("is late", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Log_Stream_HasItsTextAndFirstToken()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(
            "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n",
            "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"lo\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        await using var gateway = await EvaluationGateway.StartAsync(provider.Address);

        await gateway.AskAsync("""{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}""");
        var line = Assert.Single(await gateway.ExportAsync(1));

        Assert.Equal("Hello", (string?)line["answer"]);
        Assert.NotNull(line["first_token_ms"]);
    }

    [Fact]
    public async Task Log_BlockedRequest_HasNoContent()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await EvaluationGateway.StartAsync(
            provider.Address, route: "\"Guardrails\": { \"Input\": [ \"pii\" ] }", proxy: "\"Guardrails\": { \"pii\": { \"Action\": \"Block\" } }");

        await gateway.AskAsync("""{"model":"m","messages":[{"role":"user","content":"I am bob@example.org"}]}""");
        var line = Assert.Single(await gateway.ExportAsync(1));

        Assert.True((bool)line["blocked"]!);
        Assert.Equal("content_filter", (string?)line["error"]);
        Assert.StartsWith("pii=blocked", (string?)line["guardrails"], StringComparison.Ordinal);
        Assert.Null(line["request"]);
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task Log_WithoutContent_HasFiguresOnly()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await EvaluationGateway.StartAsync(provider.Address, "\"Enabled\": true, \"All\": true");

        await gateway.AskAsync("""{"model":"m","messages":[{"role":"user","content":"Hello"}]}""");
        var line = Assert.Single(await gateway.ExportAsync(1));

        Assert.Equal((5, 30), ((int)line["input_characters"]!, (int)line["output_characters"]!));
        Assert.Null(line["request"]);
        Assert.Null(line["answer"]);
        Assert.Null(line["content_omitted"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"Enabled\": true")]
    public async Task Log_NotWantedOrNoPrompt_IsEmpty(string settings)
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await EvaluationGateway.StartAsync(provider.Address, settings);

        await gateway.AskAsync("""{"model":"m","messages":[{"role":"user","content":"Hello"}]}""");

        Assert.Empty(await gateway.ExportAsync(0));
        Assert.Equal(0, gateway.Gateway.Services.GetRequiredService<EvaluationLog>().UsedBytes);
        await gateway.StopAsync();
        Assert.False(Directory.Exists(Path.Combine(gateway.Store, "evaluations")));
    }

    [Fact]
    public async Task Export_Feedback_StandsInItsRequest()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await EvaluationGateway.StartAsync(provider.Address);
        var (id, _) = await gateway.AskAsync("""{"model":"m","messages":[]}""");
        await gateway.AskAsync("""{"model":"m","messages":[]}""");
        await gateway.ExportAsync(2);

        var said = new Feedback { RequestId = id, Time = DateTimeOffset.UnixEpoch, Rating = 5, Comment = "Thanks, jane@example.org" };
        foreach (var sink in gateway.Gateway.Services.GetServices<IFeedbackSink>())
            sink.Note(said, null);

        var lines = await gateway.ExportAsync(2);
        Assert.Equal(5, (int)lines.Single(line => (string?)line["request_id"] == id)["feedback"]!["rating"]!);
        Assert.Equal("Thanks, [REDACTED_EMAIL]", (string?)lines.Single(line => (string?)line["request_id"] == id)["feedback"]!["comment"]);
        Assert.Single(lines, line => line["feedback"] is null);
        Assert.Single(await gateway.ExportAsync(1, "?limit=1"));
        Assert.Empty(await gateway.ExportAsync(0, "?prompt=other"));
        Assert.Empty(await gateway.ExportAsync(0, "?to=2020-01-01"));
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?from=yesterday")]
    [InlineData("?model=m")]
    [InlineData("?limit=1&limit=2")]
    public async Task Export_WrongQuestion_Is400(string query)
    {
        await using var gateway = await EvaluationGateway.StartAsync(new Uri("http://127.0.0.1:1"));

        using var response = await gateway.Gateway.Client.GetAsync(new Uri($"/v1/evaluations{query}", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Export_WithoutTheAdminKey_IsRefused()
    {
        await using var gateway = await EvaluationGateway.StartAsync(new Uri("http://127.0.0.1:1"), proxy: "\"Access\": { \"AdminKey\": \"an-admin-key-of-this-test\" }");

        using var response = await gateway.Gateway.Client.GetAsync(new Uri("/v1/evaluations", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }
}
