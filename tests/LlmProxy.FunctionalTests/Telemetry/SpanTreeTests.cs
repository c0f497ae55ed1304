using System.Collections.Concurrent;
using System.Diagnostics;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Telemetry;

public sealed class SpanTreeTests
{
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http", "LlmProxy"];

    [Theory]
    [InlineData("")]
    [InlineData(",\"stream\":true")]
    public async Task Request_WholeSpanTree_IsThisOne(string stream)
    {
        const string json = """{"id":"chatcmpl-9","object":"chat.completion","model":"m-2026","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""";
        const string events = "data: {\"id\":\"chatcmpl-9\",\"model\":\"m-2026\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n";
        await using var provider = stream.Length == 0 ? await ScriptedProvider.StartAsync(json) : await ScriptedProvider.StartStreamAsync(events);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "openai");
        // The tree hangs on the caller's trace, by which it is told from what other tests do at the same time.
        var trace = ActivityTraceId.CreateRandom();
        using var spans = new Spans(trace);

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", $$"""{"model":"gpt-x","messages":[]{{stream}}}""", ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));
        await response.Content.ReadAsStringAsync();
        await spans.WaitForAsync("POST /v1/chat/completions");

        Assert.Equal(
            """
            POST /v1/chat/completions
              chat gpt-x
                llmproxy.read
                llmproxy.route
                llmproxy.attempt
                  System.Net.Http.HttpRequestOut
                llmproxy.settle
            """,
            spans.Tree());
        var request = spans.Named("chat gpt-x");
        Assert.Equal(ActivityKind.Client, request.Kind);
        Assert.Equal("chat", request.GetTagItem("gen_ai.operation.name"));
        Assert.Equal("openai", request.GetTagItem("gen_ai.provider.name"));
        Assert.Equal("gpt-x", request.GetTagItem("gen_ai.request.model"));
        Assert.Equal("m-2026", request.GetTagItem("gen_ai.response.model"));
        Assert.Equal("chatcmpl-9", request.GetTagItem("gen_ai.response.id"));
        Assert.Equal(3L, request.GetTagItem("gen_ai.usage.input_tokens"));
        Assert.Equal(2L, request.GetTagItem("gen_ai.usage.output_tokens"));
        Assert.Equal("up", spans.Named("llmproxy.attempt").GetTagItem("llmproxy.cluster"));
        Assert.Equal(200, spans.Named("llmproxy.attempt").GetTagItem("http.response.status_code"));
        Assert.All(spans.All, span => Assert.True(span.Duration > TimeSpan.Zero));
        Assert.Null(provider.Last.Header("traceparent"));
    }

    [Fact]
    public async Task Request_AnswerThatWasAskedForOnceMore_HasTheSecondCallBelowTheFirst()
    {
        const string answer = """{"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"TEXT"},"finish_reason":"stop"}]}""";
        var number = 0;
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(answer.Replace("TEXT", Interlocked.Increment(ref number) == 1 ? "one" : "1", StringComparison.Ordinal));
        });
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, proxy: """ "Guardrails": { "json-schema": { "Retry": true } } """, route: """ "Guardrails": { "Output": [ "json-schema" ] } """);
        var trace = ActivityTraceId.CreateRandom();
        using var spans = new Spans(trace);

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", """{"model":"m","messages":[],"response_format":{"type":"json_object"}}""", ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));
        await response.Content.ReadAsStringAsync();
        await spans.WaitForAsync("POST /v1/chat/completions");

        Assert.Equal(
            """
            POST /v1/chat/completions
              chat m
                llmproxy.read
                llmproxy.route
                llmproxy.attempt
                  System.Net.Http.HttpRequestOut
                  llmproxy.guard
                  llmproxy.guard.retry
                    llmproxy.attempt
                      System.Net.Http.HttpRequestOut
                  llmproxy.guard
                llmproxy.settle
            """,
            spans.Tree());
    }

    [Fact]
    public async Task Request_TranslatedWhole_TellsTheAnswersIdAndModel()
    {
        const string answer = """{"id":"msg_1","type":"message","role":"assistant","model":"claude-x","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""";
        await using var provider = await ScriptedProvider.StartAsync(answer);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "anthropic");
        var trace = ActivityTraceId.CreateRandom();
        using var spans = new Spans(trace);

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", """{"model":"c","messages":[{"role":"user","content":"x"}]}""", ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));
        await response.Content.ReadAsStringAsync();
        await spans.WaitForAsync("POST /v1/chat/completions");

        Assert.Equal("claude-x", spans.Named("chat c").GetTagItem("gen_ai.response.model"));
        Assert.Equal("msg_1", spans.Named("chat c").GetTagItem("gen_ai.response.id"));
    }

    [Fact]
    public async Task Request_ThatIsRefused_SaysSoInItsSpans()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        var trace = ActivityTraceId.CreateRandom();
        using var spans = new Spans(trace);

        using var response = await gateway.PostAsync("/v1/chat/completions", "{", ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));
        await spans.WaitForAsync("POST /v1/chat/completions");

        Assert.Equal("invalid_json", spans.Named("llmproxy.read").GetTagItem("error.type"));
        Assert.DoesNotContain(spans.All, span => span.OperationName == "llmproxy.attempt");
    }

    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly SemaphoreSlim _added = new(0);
        private readonly ActivityListener _listener;

        public Spans(ActivityTraceId trace)
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => Sources.Contains(source.Name),
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                    options.TraceId == trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
                ActivityStopped = activity =>
                {
                    if (activity.TraceId != trace)
                        return;
                    _ended.Enqueue(activity);
                    _added.Release();
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IReadOnlyCollection<Activity> All => _ended;

        public Activity Named(string name) => _ended.Single(span => span.DisplayName == name);

        public async Task WaitForAsync(string name)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (!_ended.Any(span => span.DisplayName == name))
                await _added.WaitAsync(patience.Token);
        }

        public string Tree()
        {
            // The test's own client makes a span too; the server's parent is not among those of the trace.
            var ids = _ended.Select(span => span.SpanId).ToHashSet();
            return string.Join('\n', _ended.Where(span => !ids.Contains(span.ParentSpanId)).SelectMany(root => Lines(root, 0)));
        }

        public void Dispose()
        {
            _listener.Dispose();
            _added.Dispose();
        }

        private IEnumerable<string> Lines(Activity span, int depth)
        {
            var name = span.OperationName.StartsWith("System.", StringComparison.Ordinal) ? span.OperationName : span.DisplayName;
            yield return new string(' ', depth * 2) + name;
            foreach (var line in _ended.Where(child => child.ParentSpanId == span.SpanId).OrderBy(child => child.StartTimeUtc).SelectMany(child => Lines(child, depth + 1)))
                yield return line;
        }
    }
}
