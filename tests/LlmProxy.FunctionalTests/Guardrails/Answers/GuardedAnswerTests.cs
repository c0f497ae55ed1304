using System.Net;
using System.Text.Json;
using LlmProxy.Core.Guardrails;
using LlmProxy.Exchange.Delivery.Guarded;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Guardrails;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmProxy.FunctionalTests.Guardrails.Answers;

/// <summary>What guards do to answers that no SDK would ask for so, and to providers.</summary>
public sealed class GuardedAnswerTests
{
    private const string Head = "\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\"";

    [Fact]
    public async Task Block_InAStream_CancelsTheProvider()
    {
        var cancelled = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync($$"""data: {{{Head}},"choices":[{"index":0,"delta":{"role":"assistant","content":"at 4711 "},"finish_reason":null}]}""" + "\n\n");
            await context.Response.Body.FlushAsync();
            await using var registration = context.RequestAborted.Register(() => cancelled.TrySetResult());
            await cancelled.Task;
        });
        await using var gateway = await StartAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"block","stream":true,"messages":[]}""");
        var text = await response.Content.ReadAsStringAsync();
        await cancelled.Task.WaitAsync(TimeSpan.FromMinutes(2));

        Assert.Equal(
            $$"""data: {{{Head}},"choices":[{"index":0,"delta":{"role":"assistant","content":"at "},"finish_reason":null}]}""" + "\n\n"
            + $$"""data: {{{Head}},"choices":[{"index":0,"delta":{"content":"[ended]"},"logprobs":null,"finish_reason":null}]}""" + "\n\n"
            + $$"""data: {{{Head}},"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"content_filter"}]}""" + "\n\n"
            + "data: [DONE]\n\n",
            text);
    }

    [Fact]
    public async Task NoGuards_Stream_PassesByteForByte()
    {
        var body = $$"""data: {{{Head}},"choices":[{"index":0,"delta":{"content":"at 4711 "},"logprobs":{},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n";
        await using var provider = await ScriptedProvider.StartStreamAsync(body);
        await using var gateway = await StartAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"plain","stream":true,"messages":[]}""");

        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task UsageThatOnlyTheGatewayAskedFor_IsLeftOut()
    {
        var chunk = $$"""data: {{{Head}},"choices":[{"index":0,"delta":{"content":"hi"},"finish_reason":"stop"}]}""" + "\n\n";
        await using var provider = await ScriptedProvider.StartStreamAsync(
            chunk, $$"""data: {{{Head}},"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2} }""" + "\n\n", "data: [DONE]\n\n");
        await using var gateway = await StartAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"redact","stream":true,"messages":[]}""");

        Assert.Equal(chunk + "data: [DONE]\n\n", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task LastWords_AreJudgedAtTheEndOfTheBody()
    {
        // As Perplexity ends: no [DONE], and here words behind the finish.
        await using var provider = await ScriptedProvider.StartStreamAsync(
            $$"""data: {{{Head}},"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":"stop"}]}""" + "\n\n",
            $$"""data: {{{Head}},"choices":[{"index":0,"delta":{"content":" 4711"} }]}""" + "\n\n");
        await using var gateway = await StartAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"redact","stream":true,"messages":[]}""");

        Assert.EndsWith("\"delta\":{\"content\":\"[NUMBER]\"}}]}\n\n", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task MalformedFrame_InAGuardedStream_DoesNotPass()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(
            $$"""data: {{{Head}},"choices":[{"index":0,"delta":{"content":"a"} }]}""" + "\n\n", "data: 4711\n\n", "data: [DONE]\n\n");
        await using var gateway = await StartAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"redact","stream":true,"messages":[]}""");
        var (text, isCut) = await ReadAsync(response);

        Assert.True(isCut);
        Assert.DoesNotContain("4711", text, StringComparison.Ordinal);
        Assert.Contains("\"malformed_stream\"", text, StringComparison.Ordinal);
    }

    // What the beginning of a message counts is not what the answer cost.
    [Theory]
    [InlineData("block", false)]
    [InlineData("redact", true)]
    public async Task Usage_OfATranslatedStream_IsLeftOutWhereItIsBlocked(string model, bool isTold)
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(
            "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}\n\n",
            "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
            "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"at 4711 \"}}\n\n",
            "event: content_block_stop\ndata: {\"type\":\"content_block_stop\",\"index\":0}\n\n",
            "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":7}}\n\n",
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n");
        await using var gateway = await StartAsync(provider.Address, "anthropic");

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", $$$"""{"model":"{{{model}}}","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"x"}]}""");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(isTold, text.Contains("\"completion_tokens\":7", StringComparison.Ordinal));
        Assert.DoesNotContain("\"completion_tokens\":1", text, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
    }

    // It is none of the provider's, and nobody else is asked.
    [Fact]
    public async Task GuardThatFails_InATranslatedAnswer_IsTheGatewaysOwnError()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""");
        var guards = new NumberGuardSource { Fails = new FailingGuard { Name = "g", Type = "t", Action = GuardAction.Block, Kinds = TextKind.All } };
        await using var gateway = await StartAsync(provider.Address, "anthropic", guards: guards, route: """ "Retry": { "MaxAttempts": 3, "BaseDelay": "00:00:00.001" } """);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"redact","messages":[{"role":"user","content":"x"}]}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("\"guardrail_unavailable\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(provider.Requests);
    }

    [Fact]
    public async Task MalformedFrame_InATranslatedStream_TellsOneError()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync("data: {\"type\":\"content_block_delta\", 4711\n\n");
        await using var gateway = await StartAsync(provider.Address, "anthropic");

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"redact","stream":true,"messages":[{"role":"user","content":"x"}]}""");
        var (text, isCut) = await ReadAsync(response);

        Assert.True(isCut);
        Assert.Equal(2, text.Split("\"error\":").Length);
    }

    [Theory]
    [InlineData("text/plain", "the number is 4711", "unjudged_answer")]
    [InlineData("application/json", "[\"4711\"]", "malformed_response")]
    [InlineData("application/json", "{\"choices\":[{\"message\":{\"content\":\"4711\"", "upstream_truncated")]
    public async Task AnswerThatCannotBeJudged_IsAnError(string contentType, string body, string code)
    {
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.ContentType = contentType;
            return context.Response.WriteAsync(body);
        });
        await using var gateway = await StartAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"redact","messages":[]}""");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.DoesNotContain("4711", text, StringComparison.Ordinal);
        Assert.Equal(code, JsonDocument.Parse(text).RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task AnswerLongerThanMayBeHeld_IsAnError()
    {
        await using var provider = await ScriptedProvider.StartAsync($$"""{"choices":[{"index":0,"message":{"content":"{{new string('x', 70_000)}}"},"finish_reason":"stop"}]}""");
        await using var gateway = await StartAsync(provider.Address, proxy: "\"Limits\": { \"MaxResponseBodyBytes\": 65536 }");

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"redact","messages":[]}""");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains("\"response_too_large\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // 200,000 bytes of an answer, where 100,000 may be held by all requests together.
    [Theory]
    [InlineData("redact", false, "openai-compatible", HttpStatusCode.ServiceUnavailable)]
    [InlineData("judge", false, "openai-compatible", HttpStatusCode.ServiceUnavailable)]
    [InlineData("judge", true, "openai-compatible", HttpStatusCode.ServiceUnavailable)]
    [InlineData("redact", false, "anthropic", HttpStatusCode.ServiceUnavailable)]
    [InlineData("look", true, "openai-compatible", HttpStatusCode.OK)]
    [InlineData("redact", true, "openai-compatible", HttpStatusCode.OK)]
    public async Task AnswerForWhichTheProcessHasNoRoom_IsAnErrorOfTheGateway(string model, bool isStream, string kind, HttpStatusCode expected)
    {
        var text = new string('x', 200_000);
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.ContentType = isStream ? "text/event-stream" : "application/json";
            return context.Response.WriteAsync(kind == "anthropic"
                ? $$$"""{"id":"m","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"{{{text}}}"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}"""
                : isStream
                    ? $$$"""data: {"choices":[{"index":0,"delta":{"content":"{{{text}}}"},"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n"
                    : $$$"""{"choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}]}""");
        });
        var gateway = await StartAsync(
            provider.Address, kind, proxy: "\"Limits\": { \"MaxRequestBodyBytes\": 65536, \"MaxBufferedBytes\": 100000 }",
            route: "\"Retry\": { \"MaxAttempts\": 3, \"BaseDelay\": \"00:00:00.001\" }");
        var budget = gateway.Services.GetRequiredService<LlmProxy.Exchange.Bodies.BufferBudget>();
        try
        {
            using var response = await gateway.PostAsync(
                "/v1/chat/completions", $$"""{"model":"{{model}}","stream":{{(isStream ? "true" : "false")}},"messages":[{"role":"user","content":"x"}]}""");
            var (body, _) = await ReadAsync(response);

            Assert.Equal(expected, response.StatusCode);
            Assert.Equal(expected != HttpStatusCode.OK, body.Contains("\"overloaded\"", StringComparison.Ordinal));
            Assert.Equal(expected == HttpStatusCode.OK, body.Contains(text, StringComparison.Ordinal));
            Assert.Single(provider.Requests);
        }
        finally
        {
            await gateway.DisposeAsync();
        }

        Assert.Equal(0, budget.UsedBytes);
    }

    [Theory]
    [InlineData(1_000_000, true)]
    [InlineData(70_000, false)]
    public async Task ResponsesStream_WhatIsKeptForItsEnd_CountsTowardTheBound(int maxBufferedBytes, bool hasOutput)
    {
        var text = new string('x', 80_000);
        await using var provider = await ScriptedProvider.StartStreamAsync(
            """data: {"type":"response.created","sequence_number":0,"response":{"id":"r","object":"response","output":[]}}""" + "\n\n",
            """data: {"type":"response.output_item.added","sequence_number":1,"output_index":0,"item":{"id":"i","type":"message","role":"assistant","content":[]}}""" + "\n\n",
            $$"""data: {"type":"response.output_text.delta","sequence_number":2,"item_id":"i","output_index":0,"content_index":0,"delta":"{{text}} 4711 "}""" + "\n\n");
        var gateway = await StartAsync(
            provider.Address, "openai-compatible", proxy: $"\"Limits\": {{ \"MaxRequestBodyBytes\": 65536, \"MaxBufferedBytes\": {maxBufferedBytes} }}", route: "");
        var budget = gateway.Services.GetRequiredService<LlmProxy.Exchange.Bodies.BufferBudget>();
        try
        {
            using var response = await gateway.PostAsync("/v1/responses", """{"model":"block","stream":true,"input":"x"}""");
            var (body, _) = await ReadAsync(response);

            var last = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1];
            using var json = JsonDocument.Parse(last[last.IndexOf('{', StringComparison.Ordinal)..]);
            Assert.Equal("response.incomplete", json.RootElement.GetProperty("type").GetString());
            Assert.Equal(hasOutput, json.RootElement.GetProperty("response").GetProperty("output").GetArrayLength() > 0);
        }
        finally
        {
            await gateway.DisposeAsync();
        }

        Assert.Equal(0, budget.UsedBytes);
    }

    [Theory]
    [InlineData("redact", "a [NUMBER] b", "stop")]
    [InlineData("block", "a [ended]", "content_filter")]
    public async Task Completions_Guarded_AreTheSameWholeAndStreamed(string model, string expected, string finish)
    {
        await using var provider = await ScriptedProvider.StartAsync((context, request) =>
        {
            var isStream = request.Text.Contains("\"stream\":true", StringComparison.Ordinal);
            context.Response.ContentType = isStream ? "text/event-stream" : "application/json";
            return context.Response.WriteAsync(isStream
                ? """data: {"id":"c","choices":[{"text":"a 47","index":0,"finish_reason":null}]}""" + "\n\n"
                    + """data: {"id":"c","choices":[{"text":"11 b","index":0,"finish_reason":"stop"}]}""" + "\n\ndata: [DONE]\n\n"
                : """{"id":"c","choices":[{"text":"a 4711 b","index":0,"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":4}}""");
        });
        await using var gateway = await StartAsync(provider.Address);

        using var whole = await gateway.PostAsync("/v1/completions", $$"""{"model":"{{model}}","prompt":"x"}""");
        using var streamed = await gateway.PostAsync("/v1/completions", $$"""{"model":"{{model}}","prompt":"x","stream":true}""");

        var choice = JsonDocument.Parse(await whole.Content.ReadAsStringAsync()).RootElement.GetProperty("choices")[0];
        Assert.Equal((expected, finish), (choice.GetProperty("text").GetString(), choice.GetProperty("finish_reason").GetString()));
        var stream = await streamed.Content.ReadAsStringAsync();
        var chunks = stream.Split("\n\n").Where(frame => frame.StartsWith("data: {", StringComparison.Ordinal))
            .Select(frame => JsonDocument.Parse(frame[6..]).RootElement.GetProperty("choices")[0]).ToList();
        Assert.Equal(expected, string.Concat(chunks.Select(chunk => chunk.GetProperty("text").GetString())));
        Assert.Equal(finish, chunks[^1].GetProperty("finish_reason").GetString());
        Assert.EndsWith("data: [DONE]\n\n", stream, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("true", "text/event-stream", "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"boom\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")]
    [InlineData("false", "application/json", "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"boom\"},\"finish_reason\":\"stop\"}]}")]
    public async Task JudgeThatFails_LetsNothingPass(string stream, string contentType, string body)
    {
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.ContentType = contentType;
            return context.Response.WriteAsync(body);
        });
        await using var gateway = await StartAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"judge","stream":{{stream}},"messages":[]}""");
        var (text, isCut) = await ReadAsync(response);

        Assert.True(isCut || !response.IsSuccessStatusCode);
        Assert.DoesNotContain("boom", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JudgedStream_ThatAnotherGuardEnds_IsJudgedAllTheSame()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"bad words, then 4711 \"},\"finish_reason\":\"stop\"}]}\n\n", "data: [DONE]\n\n");
        var guards = new NumberGuardSource();
        await using var gateway = await StartAsync(provider.Address, guards: guards);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"block-judge","stream":true,"messages":[]}""");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal("bad words, then [ended]", Assert.Single(guards.Judged));
        Assert.DoesNotContain("bad", text, StringComparison.Ordinal);
        Assert.Contains("[judged]", text, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JudgedStream_ThatBreaksOff_GoesOutAsAnErrorAlone()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"half\"}}]}\n\n");
        await using var gateway = await StartAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"judge","stream":true,"messages":[]}""");
        var (text, isCut) = await ReadAsync(response);

        Assert.True(isCut || !response.IsSuccessStatusCode);
        Assert.DoesNotContain("half", text, StringComparison.Ordinal);
        Assert.Contains("\"upstream_truncated\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JudgeThatOnlyLooksOn_HoldsNothing()
    {
        var mayGoOn = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"bad\"}}]}\n\n");
            await context.Response.Body.FlushAsync();
            await mayGoOn.Task;
            await context.Response.WriteAsync("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\" words\"},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n");
        });
        var guards = new NumberGuardSource();
        await using var gateway = await StartAsync(provider.Address, guards: guards);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"look","stream":true,"messages":[]}""");
        await using var body = await response.Content.ReadAsStreamAsync();
        var first = new byte[5];
        await body.ReadExactlyAsync(first);
        // The provider's second frame waits for the client to have the first.
        mayGoOn.SetResult();
        using var rest = new StreamReader(body);
        var text = await rest.ReadToEndAsync();

        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Equal("bad words", Assert.Single(guards.Judged));
    }

    [Theory]
    [InlineData("redact", "a [NUMBER] b")]
    [InlineData("block", "a [ended]")]
    [InlineData("judge", "a 4711 b")]
    public async Task FlightsReader_HasTheGuardsToo(string model, string expected)
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a 47\"}}]}\n\n",
            "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"11 b\"},\"finish_reason\":\"stop\"}]}\n\n", "data: [DONE]\n\n");
        await using var gateway = await StartAsync(
            provider.Address, route: """ "KeepAlive": { "Early": true, "Interval": "00:01:00" }, "Retry": { "MaxAttempts": 1 } """);

        using var response = await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"{{model}}","stream":true,"messages":[]}""");
        var stream = await response.Content.ReadAsStringAsync();

        Assert.Equal(expected, string.Concat(stream.Split("\n\n").Where(frame => frame.StartsWith("data: {", StringComparison.Ordinal))
            .Select(frame => JsonDocument.Parse(frame[6..]).RootElement.GetProperty("choices")[0].GetProperty("delta"))
            .Select(delta => delta.TryGetProperty("content", out var content) ? content.GetString() : "")));
        Assert.EndsWith("data: [DONE]\n\n", stream, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListOfStoredCompletions_IsJudgedToo()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"object":"list","data":[{"id":"chatcmpl-1","choices":[{"index":0,"message":{"role":"assistant","content":"a 4711 b"}}]}]}""");
        await using var gateway = await StartAsync(provider.Address, guards: new NumberGuardSource { Default = LlmProxy.Core.Guardrails.GuardAction.Redact });

        var list = await gateway.Client.GetStringAsync("/v1/chat/completions");

        Assert.Contains("a [NUMBER] b", list, StringComparison.Ordinal);
    }

    private static Task<TestGateway> StartAsync(
        Uri provider, string kind = "openai-compatible", string proxy = "", string route = TestGateway.NoGate, NumberGuardSource? guards = null) =>
        TestGateway.BeforeAsync(provider, kind, proxy: proxy, route: route, configure: builder =>
        {
            builder.Services.RemoveAll<IOutputGuardSource>();
            builder.Services.AddSingleton<IOutputGuardSource>(guards ?? new NumberGuardSource());
        });

    private static async Task<(string Text, bool IsCut)> ReadAsync(HttpResponseMessage response)
    {
        using var text = new MemoryStream();
        try
        {
            await response.Content.CopyToAsync(text);
            return (System.Text.Encoding.UTF8.GetString(text.ToArray()), false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (System.Text.Encoding.UTF8.GetString(text.ToArray()), true);
        }
    }

    private sealed class FailingGuard : LlmProxy.Guardrails.Guard;
}
