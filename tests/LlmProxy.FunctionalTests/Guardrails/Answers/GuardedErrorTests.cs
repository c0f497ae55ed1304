using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Guardrails.Answers;

/// <summary>What a provider says with an error's status is a text that the client reads.</summary>
public sealed class GuardedErrorTests
{
    private const string Chat = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";

    private const string Kept = """{"error":{"message":"No user jo@example.org.","type":"invalid_request_error","param":null,"code":"x"}}""";

    private const string Pii = """ "Guardrails": { "own": { "Type": "pii", "Action": "Redact" } } """;

    private const string Early = """ "KeepAlive": { "Early": true, "Interval": "00:00:00.100" }, "Retry": { "MaxAttempts": 1 } """;

    private const string Redacted = """{"error":{"message":"No user [REDACTED_EMAIL].","type":"invalid_request_error","param":null,"code":"x"}}""";

    [Theory]
    [InlineData(400, Kept, Redacted)]
    [InlineData(500, Kept, Redacted)]
    [InlineData(404, """{"error":{"message":"No user jo\u0040example.org."}}""", """{"error":{"message":"No user [REDACTED_EMAIL]."}}""")]
    [InlineData(400, """[{"error":{"message":"jo@example.org"}}]""", """[{"error":{"message":"[REDACTED_EMAIL]"}}]""")]
    [InlineData(502, "<p>jo@example.org</p>", "<p>[REDACTED_EMAIL]</p>")]
    [InlineData(400, "\uFEFF{\"error\":{\"message\":\"jo\\u0040example.org\"}}", "{\"error\":{\"message\":\"[REDACTED_EMAIL]\"}}")]
    [InlineData(400, "data: {\"error\":{\"message\":\"jo\\u0040example.org\"}}\n\n", "data: {\"error\":{\"message\":\"[REDACTED_EMAIL]\"}}\n\n")]
    [InlineData(400, """{"error":{"message":"No user."}}""", """{"error":{"message":"No user."}}""")]
    public async Task Redact_Error_ReplacesWhatIsFound(int status, string body, string expected)
    {
        await using var provider = await ScriptedProvider.StartAsync(body, status);
        await using var gateway = await GatewayAsync(provider, """ "own": { "Type": "pii", "Action": "Redact" } """);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""{"error":{"message":"No user jo@example.org."}}""")]
    [InlineData("jo@example.org")]
    public async Task Block_Error_IsTheGatewaysOwnOfTheSameStatus(string body)
    {
        await using var provider = await ScriptedProvider.StartAsync(body, 422);
        await using var gateway = await GatewayAsync(provider, """ "own": { "Type": "pii", "Action": "Block", "Message": "Not shown." } """);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(
            """{"error":{"message":"Not shown.","type":"invalid_request_error","param":null,"code":"withheld_error"}}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task TooLong_Error_IsNotDelivered()
    {
        await using var provider = await ScriptedProvider.StartAsync($$$"""{"error":{"message":"{{{new string('a', 70_000)}}}"}}""", 400);
        await using var gateway = await GatewayAsync(provider, """ "own": { "Type": "pii", "Action": "Redact" } """);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("withheld_error", await CodeAsync(response));
    }

    [Theory]
    [InlineData("utf-16", "utf-16")]
    [InlineData("utf-16", null)]
    [InlineData("utf-8", "utf-7")]
    public async Task InAnotherCharset_Error_IsNotDelivered(string encoding, string? declared)
    {
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = 400;
            context.Response.ContentType = declared is null ? "text/plain" : $"text/plain; charset={declared}";
            await context.Response.Body.WriteAsync(Encoding.GetEncoding(encoding).GetBytes("No user jo@example.org."));
        });
        await using var gateway = await GatewayAsync(provider, """ "own": { "Type": "pii", "Action": "Redact" } """);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("withheld_error", await CodeAsync(response));
    }

    [Theory]
    [InlineData("gzip", "No user [REDACTED_EMAIL].", null)]
    [InlineData("x-own", null, "withheld_error")]
    public async Task Encoded_Error_IsJudgedDecoded(string encoding, string? message, string? code)
    {
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = 400;
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = encoding;
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest);
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("""{"error":{"message":"No user jo@example.org."}}"""));
        });
        await using var gateway = await GatewayAsync(provider, """ "own": { "Type": "pii", "Action": "Redact" } """);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(response.Content.Headers.ContentEncoding);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var error = json.RootElement.GetProperty("error");
        if (message is not null)
            Assert.Equal(message, error.GetProperty("message").GetString());
        else
            Assert.Equal(code, error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Replayed_ErrorOfAnEarlierAttempt_IsJudged()
    {
        // The first error is the better one to tell: what a later attempt brought is none of the provider's words.
        await using var first = await ScriptedProvider.StartAsync(Kept, 429);
        await using var gateway = await TestGateway.BeforeAsync(
            first.Address, proxy: """ "Guardrails": { "own": { "Type": "pii", "Action": "Redact" } } """, route: """ "Guardrails": { "Output": [ "own" ] } """);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(Redacted, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Translated_Error_IsJudged()
    {
        await using var provider = await ScriptedProvider.StartAsync(
            """{"type":"error","error":{"type":"invalid_request_error","message":"No user jo@example.org."}}""", 400);
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, kind: "anthropic", proxy: """ "Guardrails": { "own": { "Type": "pii", "Action": "Redact" } } """,
            route: """ "Guardrails": { "Output": [ "own" ] } """);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains("No user [REDACTED_EMAIL].", text, StringComparison.Ordinal);
        Assert.DoesNotContain("jo@example.org", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Masked_Value_ComesBackInAnError()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"error":{"message":"No user <EMAIL_1>."}}""", 400);
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, proxy: """ "Guardrails": { "own": { "Type": "pii", "Action": "Mask" } } """, route: """ "Guardrails": { "Input": [ "own" ] } """);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"I am jo@example.org"}]}""");

        Assert.Equal("""{"error":{"message":"No user jo@example.org."}}""", await response.Content.ReadAsStringAsync());
        Assert.Contains("<EMAIL_1>", provider.Last.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("openai-compatible", """{"error":{"message":"No user jo@example.org."}}""")]
    [InlineData("anthropic", """{"type":"error","error":{"type":"api_error","message":"No user jo@example.org."}}""")]
    public async Task Redact_ErrorInAWholeAnswer_IsJudged(string kind, string body)
    {
        await using var provider = await ScriptedProvider.StartAsync(body);
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, kind, proxy: Pii, route: """ "Guardrails": { "Output": [ "own" ] }, "Retry": { "MaxAttempts": 1 } """);

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat);

        AssertRedacted(await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("openai-compatible", "data: {\"error\":{\"message\":\"No user jo@example.org.\"}}\n\n")]
    [InlineData("anthropic", "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"No user jo@example.org.\"}}\n\n")]
    public async Task Redact_ErrorBehindEarlyComments_IsJudged(string kind, string frame)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await LateAsync(go, frame);
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, kind, proxy: Pii, route: """ "Guardrails": { "Output": [ "own" ] }, """ + Early);

        AssertRedacted(await LateErrorAsync(gateway, go, "hi"));
    }

    [Fact]
    public async Task Block_ErrorBehindEarlyComments_IsTheGatewaysOwn()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await LateAsync(go, "data: {\"error\":{\"message\":\"No user jo@example.org.\"}}\n\n");
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, proxy: """ "Guardrails": { "own": { "Type": "pii", "Action": "Block", "Message": "Not shown." } } """,
            route: """ "Guardrails": { "Output": [ "own" ] }, """ + Early);

        var text = await LateErrorAsync(gateway, go, "hi");

        Assert.Contains("\"message\":\"Not shown.\"", text, StringComparison.Ordinal);
        Assert.Contains("withheld_error", text, StringComparison.Ordinal);
        Assert.DoesNotContain("example.org", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Masked_Value_ComesBackInAnErrorBehindEarlyComments()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await LateAsync(go, "data: {\"error\":{\"message\":\"No user <EMAIL_1>.\"}}\n\n");
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, proxy: """ "Guardrails": { "own": { "Type": "pii", "Action": "Mask" } } """, route: """ "Guardrails": { "Input": [ "own" ] }, """ + Early);

        Assert.Contains("\"message\":\"No user jo@example.org.\"", await LateErrorAsync(gateway, go, "I am jo@example.org"), StringComparison.Ordinal);
        Assert.Contains("<EMAIL_1>", provider.Last.Text, StringComparison.Ordinal);
    }

    private static void AssertRedacted(string text)
    {
        Assert.Contains("No user [REDACTED_EMAIL].", text, StringComparison.Ordinal);
        Assert.DoesNotContain("jo@example.org", text, StringComparison.Ordinal);
    }

    /// <summary>A provider that says nothing until it is let go.</summary>
    private static Task<ScriptedProvider> LateAsync(TaskCompletionSource go, string frame) => ScriptedProvider.StartAsync(async (context, _) =>
    {
        await go.Task;
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(frame);
    });

    /// <summary>What the client of a stream reads, which has begun before the provider answers.</summary>
    private static async Task<string> LateErrorAsync(TestGateway gateway, TaskCompletionSource go, string said)
    {
        using var response = await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"m","stream":true,"messages":[{"role":"user","content":"{{said}}"}]}""");
        go.SetResult();
        return (await BrokenBody.ReadAsync(response)).Text;
    }

    private static Task<TestGateway> GatewayAsync(ScriptedProvider provider, string guards) => TestGateway.BeforeAsync(
        provider.Address, proxy: $"\"Guardrails\": {{ {guards} }}", route: """ "Guardrails": { "Output": [ "own" ] } """);

    private static async Task<string?> CodeAsync(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("error").GetProperty("code").GetString();
    }
}
