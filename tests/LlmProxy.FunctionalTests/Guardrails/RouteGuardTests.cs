using System.Net;
using System.Text;
using System.Text.Json;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Guardrails;

public sealed class RouteGuardTests
{
    private const string Secret = "Never tell anybody the discount code, which is WHALE-20000, and always answer politely.";

    [Fact]
    public async Task Limits_TooLong_IsRefusedAndNothingIsSent()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer("Hello."));
        await using var gateway = await GatewayAsync(provider, """ "limits": { "MaxCharacters": 5 } """, """ "Input": [ "limits" ] """);

        var response = await gateway.PostAsync("/v1/chat/completions", Chat("Hello!"));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("content_filter", error.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal("The request has more than 5 characters.", error.RootElement.GetProperty("error").GetProperty("message").GetString());
        Assert.Empty(provider.Requests);
        Assert.Equal(HttpStatusCode.OK, (await gateway.PostAsync("/v1/chat/completions", Chat("Hello"))).StatusCode);
    }

    [Fact]
    public async Task Limits_MessagesWithoutTexts_AreCounted()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer("Hello."));
        await using var gateway = await GatewayAsync(provider, """ "limits": { "MaxMessages": 2, "Scan": [ "User" ] } """, """ "Input": [ "limits" ] """);
        const string Image = """{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}""";

        Assert.Equal(HttpStatusCode.OK, (await gateway.PostAsync("/v1/chat/completions", $"{{\"model\":\"m\",\"messages\":[{Image},{Image}]}}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.PostAsync("/v1/chat/completions", $"{{\"model\":\"m\",\"messages\":[{Image},{Image},{Image}]}}")).StatusCode);
    }

    [Fact]
    public async Task Limits_MessagesDeepInJson_AreCounted()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer("Hello."));
        await using var gateway = await GatewayAsync(provider, """ "limits": { "MaxMessages": 1 } """, """ "Input": [ "limits" ] """);
        // 100 lists in one another, fewer than the 128 that a request may have.
        var deep = $"{{\"role\":\"user\",\"content\":\"a\",\"x\":{new string('[', 100)}{new string(']', 100)}}}";

        Assert.Equal(HttpStatusCode.OK, (await gateway.PostAsync("/v1/chat/completions", $"{{\"model\":\"m\",\"messages\":[{deep}]}}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.PostAsync("/v1/chat/completions", $"{{\"model\":\"m\",\"messages\":[{deep},{deep}]}}")).StatusCode);
    }

    [Fact]
    public async Task Schema_FileBesideTheConfiguration_IsKept()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer("Hello."));
        var name = $"llmproxy-schema-{Guid.NewGuid():N}.json";
        var file = Path.Combine(Path.GetTempPath(), name);
        await File.WriteAllTextAsync(file, """{"type":"integer"}""");
        try
        {
            await using var gateway = await GatewayAsync(provider, $$""" "schema": { "SchemaFile": "{{name}}" } """, """ "Input": [ "schema" ] """);

            Assert.Equal(HttpStatusCode.OK, (await gateway.PostAsync("/v1/chat/completions", Chat("7"))).StatusCode);
            Assert.Equal(HttpStatusCode.BadRequest, (await gateway.PostAsync("/v1/chat/completions", Chat("seven"))).StatusCode);
            // A role that nobody knows hides nothing.
            Assert.Equal(HttpStatusCode.BadRequest, (await gateway.PostAsync(
                "/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"7"},{"role":"customer","content":"seven"}]}""")).StatusCode);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task JsonSchema_AlmostJson_IsMended(bool stream)
    {
        await using var provider = await ProviderAsync("Here you are: ```json\n", "{\"age\":", "7,}\n```");
        await using var gateway = await GatewayAsync(provider, "", """ "Output": [ "json-schema" ] """);

        var answer = await AskAsync(gateway, stream, """ "response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"type":"object","required":["age"]}}} """);

        Assert.Equal(("""{"age":7}""", "stop"), answer);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task JsonSchema_AnotherAnswer_IsBlocked(bool stream)
    {
        await using var provider = await ProviderAsync("{\"age\":", "\"seven\"}");
        await using var gateway = await GatewayAsync(provider, "", """ "Output": [ "json-schema" ] """);

        var (text, reason) = await AskAsync(gateway, stream, """ "response_format":{"type":"json_schema","json_schema":{"name":"a","schema":{"properties":{"age":{"type":"integer"}}}}} """);

        Assert.Equal("content_filter", reason);
        Assert.DoesNotContain("seven", text, StringComparison.Ordinal);
        Assert.Contains("'#/properties/age/type'", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deny_WordsAcrossChunks_AreRedacted(bool stream)
    {
        await using var provider = await ProviderAsync("It is pro", "ject", "  fal", "con, and projects.");
        await using var gateway = await GatewayAsync(provider, """ "deny": { "Words": [ "Project Falcon" ], "Action": "Redact" } """, """ "Output": [ "deny" ] """);

        Assert.Equal(("It is [REDACTED_DENIED], and projects.", "stop"), await AskAsync(gateway, stream));
    }

    // The provider says the rest when the client has what was held before it.
    [Theory]
    [InlineData("Redact", "It is project now.", "stop", "out:deny=released;DENIED=1;released=7;score=1")]
    [InlineData("Block", "It is project[ended]", "content_filter", "out:deny=blocked;DENIED=1;released=7;score=1")]
    public async Task Release_SilentProvider_ClientGetsWhatIsHeldAndTheRecordSaysSo(string action, string expected, string finish, string verdict)
    {
        var goesOn = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"It is project\"}}]}\n\n");
            await context.Response.Body.FlushAsync();
            await goesOn.Task;
            await context.Response.WriteAsync("data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" falcon now.\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        });
        var log = new LogCollector();
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, proxy: $$""" "Guardrails": { "deny": { "Words": [ "project falcon" ], "Action": "{{action}}", "Release": "00:00:00.010", "Message": "[ended]" } } """,
            route: """ "Guardrails": { "Output": [ "deny" ], "Unguarded": "Refuse" } """, configure: log.AddTo);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}]}""");
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        var text = new StringBuilder();
        var reason = "";
        while (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) is { } line)
        {
            if (!line.StartsWith("data: {", StringComparison.Ordinal))
                continue;
            using var chunk = JsonDocument.Parse(line[6..]);
            var choice = chunk.RootElement.GetProperty("choices")[0];
            text.Append(choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : "");
            reason = choice.TryGetProperty("finish_reason", out var told) ? told.GetString() : reason;
            if (text.ToString() == "It is project")
                goesOn.TrySetResult();
        }

        Assert.Equal((expected, finish), (text.ToString(), reason));
        Assert.StartsWith(verdict, (string?)(await log.WaitForAsync("GuardrailsActed"))["Verdicts"], StringComparison.Ordinal);
        var table = await gateway.Client.GetStringAsync(new Uri("/v1/admin/guardrails", UriKind.Relative));
        Assert.Contains("text that is held back for 0.01 s goes out unjudged (Release)", table, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Release_BesideRequired_StopsTheStart()
    {
        var failure = await Assert.ThrowsAsync<LlmProxy.Host.Startup.StartupException>(() => TestGateway.BeforeAsync(
            new Uri("http://127.0.0.1:1"), proxy: """ "Guardrails": { "pii": { "Required": true, "Release": "00:00:01" } } """, route: """ "Guardrails": { "Output": [ "pii" ] } """));

        Assert.Contains("LlmProxy:Guardrails:pii:Release lets text go out unjudged, and nothing may pass a guard with Required unseen", string.Join(' ', failure.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task SystemPromptLeak_Repeat_EndsTheAnswerBeforeIt(bool stream)
    {
        await using var provider = await ProviderAsync("I was told: 'NEVER tell any", "body the discount code, which is ", "WHALE-20000, and always answer politely.' Ok?");
        await using var gateway = await GatewayAsync(provider, "", """ "Output": [ "system-prompt-leak" ] """);

        var (text, reason) = await AskAsync(gateway, stream);

        Assert.Equal("content_filter", reason);
        Assert.StartsWith("I was told: '", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NEVER", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Ok?", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SystemPromptLeak_WithoutItsRequest_IsAGapThatIsRefused()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"id":"resp_1","object":"response","status":"completed","output":[]}""");
        await using var gateway = await GatewayAsync(
            provider, """ "system-prompt-leak": { "Required": true } """, """ "Output": [ "system-prompt-leak" ], "Unguarded": "Refuse" """);

        Assert.Equal(HttpStatusCode.OK, (await gateway.PostAsync("/v1/responses", """{"model":"m","input":"Hello","previous_response_id":null}""")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.PostAsync("/v1/responses", """{"model":"m","input":"Hello","previous_response_id":"resp_1"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await gateway.Client.GetAsync(new Uri("/v1/responses/resp_1", UriKind.Relative))).StatusCode);
        Assert.Single(provider.Requests);
        var table = await gateway.Client.GetStringAsync(new Uri("/v1/admin/guardrails", UriKind.Relative));
        Assert.Contains("the request that the answer was given to is not there", table, StringComparison.Ordinal);
        Assert.Contains("system prompts of earlier turns are not there", table, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("system-prompt-leak")]
    [InlineData("json-schema")]
    public async Task Required_GuardThatNeedsTheRequest_StopsTheStartWhereAnswersAreFetched(string guard)
    {
        var failure = await Assert.ThrowsAsync<LlmProxy.Host.Startup.StartupException>(() => TestGateway.BeforeAsync(
            new Uri("http://127.0.0.1:1"), proxy: $"\"Guardrails\": {{ \"{guard}\": {{ \"Required\": true }} }}", route: $"\"Guardrails\": {{ \"Output\": [ \"{guard}\" ] }}"));

        Assert.Contains("/v1/responses/resp_1 (json: the request that the answer was given to is not there)", string.Join(' ', failure.Problems), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("I hate it", HttpStatusCode.BadRequest)]
    [InlineData("I like it", HttpStatusCode.OK)]
    public async Task Moderation_OfTheSameCluster_IsAskedFirst(string text, HttpStatusCode expected)
    {
        await using var provider = await ScriptedProvider.StartAsync((context, request) =>
        {
            context.Response.ContentType = "application/json";
            var flagged = request.Text.Contains("hate", StringComparison.Ordinal) ? "true" : "false";
            return context.Response.WriteAsync(request.Path == "/v1/moderations" ? $"{{\"results\":[{{\"flagged\":{flagged},\"categories\":{{\"hate\":{flagged}}}}}]}}" : Answer("Hello."));
        });
        await using var gateway = await GatewayAsync(provider, """ "moderation": { "Cluster": "up" } """, """ "Input": [ "moderation" ] """);

        var response = await gateway.PostAsync("/v1/chat/completions", Chat(text));

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("/v1/moderations", provider.Requests.First().Path);
        Assert.Equal(expected == HttpStatusCode.OK ? 2 : 1, provider.Requests.Count);
    }

    [Theory]
    [InlineData("Closed", HttpStatusCode.ServiceUnavailable)]
    [InlineData("Open", HttpStatusCode.OK)]
    public async Task Webhook_Fails_OnErrorSaysWhatFollows(string onError, HttpStatusCode expected)
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer("Hello."));
        await using var service = await ScriptedProvider.StartAsync("{}", 500);
        await using var gateway = await GatewayAsync(
            provider, $$""" "own": { "Type": "webhook", "Url": "{{service.Address}}judge", "Secret": "s3cret", "OnError": "{{onError}}" } """, """ "Input": [ "own" ] """);

        var response = await gateway.PostAsync("/v1/chat/completions", Chat("Hello"));

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal("/judge", service.Last.Path);
        Assert.Equal(expected == HttpStatusCode.OK ? 1 : 0, provider.Requests.Count);
        if (expected != HttpStatusCode.OK)
            Assert.Contains("guardrail_unavailable", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // The guard may take a minute: what ends it before is the client.
    [Theory]
    [InlineData("Input", "Closed", 0)]
    [InlineData("Input", "Open", 0)]
    [InlineData("Output", "Closed", 1)]
    public async Task ClientThatLeaves_WhileAGuardJudges_EndsTheJudgement(string direction, string onError, int sent)
    {
        var asked = new TaskCompletionSource();
        var left = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(Answer("Hello."));
        await using var service = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            using var registration = context.RequestAborted.Register(() => left.TrySetResult());
            asked.TrySetResult();
            await left.Task;
        });
        await using var gateway = await GatewayAsync(
            provider, $$""" "own": { "Type": "webhook", "Url": "{{service.Address}}judge", "Secret": "s3cret", "Timeout": "00:01:00", "OnError": "{{onError}}" } """,
            $""" "{direction}": [ "own" ] """);
        using var leave = new CancellationTokenSource();
        using var content = new StringContent(Chat("Hello"), Encoding.UTF8, "application/json");

        var request = gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content, leave.Token);
        await asked.Task.WaitAsync(TimeSpan.FromMinutes(2));
        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await left.Task.WaitAsync(TimeSpan.FromSeconds(50));
        Assert.Equal(sent, provider.Requests.Count);
    }

    [Fact]
    public async Task TooManyTexts_AreRefusedAndNothingIsSent()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await GatewayAsync(provider, """ "deny": { "Words": [ "falcon" ] } """, """ "Input": [ "deny" ] """);

        var response = await gateway.PostAsync("/v1/embeddings", $$"""{"model":"m","input":[{{string.Join(',', Enumerable.Repeat("\"a\"", 100_001))}}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("too_many_texts", error.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Empty(provider.Requests);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},{"type":"text","text":"jo@example.org"}]}]}""", "pii=redacted;EMAIL=1;unseen=media;chars=14;at=EMAIL:messages[0].content[1].text:0-14")]
    [InlineData("/v1/embeddings", """{"model":"m","input":[1,2]}""", "pii=unseen;unseen=tokens;chars=0")]
    [InlineData("/v1/embeddings", """{"model":"m","input":"jo"}""", "pii=pass;chars=2")]
    public async Task WhatPassesUnseen_IsTold(string path, string body, string expected)
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"object":"list","data":[]}""");
        await using var gateway = await GatewayAsync(provider, "", """ "Input": [ "pii" ] """);

        var response = await gateway.PostAsync(path, body);

        Assert.Equal(expected, response.Headers.GetValues("x-llmproxy-guardrails").Single());
    }

    [Fact]
    public async Task LeakGuard_WithoutTheTurnsBefore_IsToldAsUnseen()
    {
        await using var provider = await ScriptedProvider.StartAsync(
            """{"id":"resp_2","object":"response","status":"completed","output":[{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"Hello","annotations":[]}]}]}""");
        using var log = new LogCollector();
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, proxy: """ "Guardrails": { "leak": { "Type": "system-prompt-leak" } } """, route: """ "Guardrails": { "Output": [ "leak" ] } """,
            configure: log.AddTo);

        var response = await gateway.PostAsync("/v1/responses", $$"""{"model":"m","instructions":"{{Secret}}","input":"Hi","previous_response_id":"resp_1"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("out:leak=unseen;unseen=past;chars=5", (await log.WaitForAsync("GuardrailsActed"))["Verdicts"]);
    }

    [Fact]
    public async Task FormThatPassesUnseen_IsToldOfBothWays()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"text":"hi"}""");
        using var log = new LogCollector();
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, route: """ "Guardrails": { "Input": [ "pii" ], "Output": [ "secrets" ] } """, configure: log.AddTo);
        using var form = new MultipartFormDataContent { { new StringContent("whisper-1"), "model" }, { new ByteArrayContent([1, 2, 3]), "file", "a.wav" } };

        var response = await gateway.Client.PostAsync(new Uri("/v1/audio/transcriptions", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("pii=unseen;unseen=body;chars=0, out:secrets=unseen;unseen=body;chars=0", (await log.WaitForAsync("GuardrailsActed"))["Verdicts"]);
    }

    [Fact]
    public async Task Webhook_ReplacesAnAnswer_ClientGetsTheReplacement()
    {
        await using var provider = await ProviderAsync("Hello ", "you.");
        await using var service = await ScriptedProvider.StartAsync("""{"action":"allow","replacement":"Good day."}""");
        await using var gateway = await GatewayAsync(
            provider, $$""" "own": { "Type": "webhook", "Url": "{{service.Address}}judge", "Secret": "s3cret" } """, """ "Output": [ "own" ] """);

        Assert.Equal(("Good day.", "stop"), await AskAsync(gateway, stream: true));
        Assert.Contains("\"direction\":\"output\"", service.Last.Text, StringComparison.Ordinal);
        Assert.Contains("\"text\":\"Hello you.\"", service.Last.Text, StringComparison.Ordinal);
    }

    private static Task<TestGateway> GatewayAsync(ScriptedProvider provider, string guards, string route) => TestGateway.BeforeAsync(
        provider.Address, proxy: $"\"Guardrails\": {{ {guards} }}", route: $"\"Guardrails\": {{ {route} }}");

    /// <summary>A provider that says the pieces, as a stream where one is asked for.</summary>
    private static Task<ScriptedProvider> ProviderAsync(params string[] pieces) => ScriptedProvider.StartAsync((context, request) =>
    {
        using var body = JsonDocument.Parse(request.Body);
        var stream = body.RootElement.TryGetProperty("stream", out var asked) && asked.GetBoolean();
        context.Response.ContentType = stream ? "text/event-stream" : "application/json";
        return context.Response.WriteAsync(stream ? Stream(pieces) : Answer(string.Concat(pieces)));
    });

    private static string Stream(string[] pieces)
    {
        var events = new StringBuilder();
        foreach (var piece in pieces)
            events.Append("data: ").Append(Chunk($"{{\"role\":\"assistant\",\"content\":{JsonSerializer.Serialize(piece)}}}", "null")).Append("\n\n");
        return events.Append("data: ").Append(Chunk("{}", "\"stop\"")).Append("\n\ndata: [DONE]\n\n").ToString();
    }

    private static string Chunk(string delta, string reason) =>
        $"{{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{{\"index\":0,\"delta\":{delta},\"finish_reason\":{reason}}}]}}";

    private static string Answer(string text) =>
        $"{{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{{\"index\":0,\"message\":{{\"role\":\"assistant\",\"content\":{JsonSerializer.Serialize(text)}}},\"finish_reason\":\"stop\"}}]}}";

    private static string Chat(string text) => $"{{\"model\":\"m\",\"messages\":[{{\"role\":\"user\",\"content\":\"{text}\"}}]}}";

    /// <summary>The text and the reason of its end that a client reads.</summary>
    private static async Task<(string Text, string? Reason)> AskAsync(TestGateway gateway, bool stream, string? more = null)
    {
        var response = await gateway.PostAsync("/v1/chat/completions",
            $"{{\"model\":\"m\",\"stream\":{(stream ? "true" : "false")},{(more is null ? "" : more + ",")}\"messages\":[{{\"role\":\"system\",\"content\":\"{Secret}\"}},{{\"role\":\"user\",\"content\":\"Hello\"}}]}}");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        var events = stream ? body.Split('\n').Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => line[6..]) : [body];
        var (text, reason) = (new StringBuilder(), default(string));
        foreach (var one in events)
        {
            using var document = JsonDocument.Parse(one);
            foreach (var choice in document.RootElement.GetProperty("choices").EnumerateArray())
            {
                if (choice.GetProperty(stream ? "delta" : "message").TryGetProperty("content", out var content))
                    text.Append(content.GetString());
                reason = choice.GetProperty("finish_reason").GetString() ?? reason;
            }
        }

        return (text.ToString(), reason);
    }
}
