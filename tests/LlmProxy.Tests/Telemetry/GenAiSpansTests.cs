using System.Diagnostics;
using LlmProxy.Telemetry;

namespace LlmProxy.Tests.Telemetry;

public sealed class GenAiSpansTests : IDisposable
{
    private readonly SpanCollector _spans = new();

    public void Dispose() => _spans.Dispose();

    [Fact]
    public void StartRequest_ThenModel_IsNamedAfterBoth()
    {
        using var span = GenAiSpans.StartRequest("chat");
        GenAiSpans.SetModel(span, "gpt-4o", stream: true);

        Assert.Equal("chat gpt-4o", span!.DisplayName);
        Assert.Equal(ActivityKind.Client, span.Kind);
        Assert.Equal("chat", span.GetTagItem("gen_ai.operation.name"));
        Assert.Equal("gpt-4o", span.GetTagItem("gen_ai.request.model"));
        Assert.Equal(true, span.GetTagItem("gen_ai.request.stream"));
    }

    [Fact]
    public void SetModel_NoModelNoStream_KeepsTheOperationsName()
    {
        using var span = GenAiSpans.StartRequest("other");
        GenAiSpans.SetModel(span, null, stream: false);

        Assert.Equal("other", span!.DisplayName);
        Assert.Null(span.GetTagItem("gen_ai.request.stream"));
    }

    [Fact]
    public void Steps_OneAfterTheOther_AreSiblingsBelowTheRequest()
    {
        var request = GenAiSpans.StartRequest("chat");
        GenAiSpans.EndStep(GenAiSpans.StartStep(SpanNames.Read));
        GenAiSpans.EndStep(GenAiSpans.StartStep(SpanNames.Route));
        GenAiSpans.EndAttempt(GenAiSpans.StartAttempt(1, "openai"), "api", 200, "completed", null);
        GenAiSpans.EndStep(GenAiSpans.StartStep(SpanNames.Settle));
        GenAiSpans.EndRequest(request, SampleFacts.Completed());

        Assert.Equal(
            ["llmproxy.read", "llmproxy.route", "llmproxy.attempt", "llmproxy.settle", "chat"],
            _spans.Finished.Select(s => s.DisplayName));
        Assert.All(_spans.Finished.Take(4), s => Assert.Equal(request!.SpanId, s.ParentSpanId));
        Assert.All(_spans.Finished.Take(4), s => Assert.Equal(ActivityKind.Internal, s.Kind));
    }

    [Fact]
    public void EndAttempt_Failed_TellsWhereAndHow()
    {
        var span = GenAiSpans.StartAttempt(2, "openai");
        GenAiSpans.EndAttempt(span, "api", 429, "throttled", "429");

        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["llmproxy.attempt.number"] = 2,
                ["llmproxy.cluster"] = "openai",
                ["llmproxy.destination"] = "api",
                ["http.response.status_code"] = 429,
                ["llmproxy.outcome"] = "throttled",
                ["error.type"] = "429",
            },
            Tags(span!));
        Assert.Equal(ActivityStatusCode.Error, span!.Status);
    }

    [Fact]
    public void EndStep_WithError_MarksTheStep()
    {
        var span = GenAiSpans.StartStep(SpanNames.Read);
        GenAiSpans.EndStep(span, "invalid_json");

        Assert.Equal("invalid_json", span!.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, span.Status);
    }

    [Fact]
    public void EndRequest_Completed_CarriesTheConventionsAttributes()
    {
        var span = GenAiSpans.StartRequest("chat");
        GenAiSpans.SetModel(span, "gpt-4o-mini", stream: true);
        GenAiSpans.EndRequest(span, SampleFacts.Completed());

        // Names written out: they are what a backend looks for.
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["gen_ai.operation.name"] = "chat",
                ["gen_ai.provider.name"] = "openai",
                ["gen_ai.request.model"] = "gpt-4o-mini",
                ["gen_ai.request.stream"] = true,
                ["gen_ai.response.model"] = "gpt-4o-mini-2024-07-18",
                ["gen_ai.response.id"] = "chatcmpl-1",
                ["gen_ai.response.finish_reasons"] = "stop",
                ["gen_ai.response.time_to_first_chunk"] = 0.24,
                ["gen_ai.usage.input_tokens"] = 120L,
                ["gen_ai.usage.output_tokens"] = 30L,
                ["gen_ai.usage.cache_read.input_tokens"] = 100L,
                ["gen_ai.usage.cache_creation.input_tokens"] = 12L,
                ["gen_ai.usage.reasoning.output_tokens"] = 10L,
                ["llmproxy.request.id"] = "01JZ8Q5N3W0000000000000000",
                ["llmproxy.endpoint"] = "/v1/chat/completions",
                ["llmproxy.route"] = "openai",
                ["llmproxy.cluster"] = "openai-eu",
                ["llmproxy.experiments"] = "general_chat_v2=v1",
                ["llmproxy.attempts"] = 1,
                ["llmproxy.outcome"] = "completed",
                ["llmproxy.cost.usd"] = 0.00525,
                ["llmproxy.cost.estimated"] = true,
            },
            Tags(span!));
        Assert.Equal(ActivityStatusCode.Unset, span!.Status);
    }

    [Fact]
    public void EndRequest_Failed_IsAnErrorWithItsType()
    {
        var span = GenAiSpans.StartRequest("chat");
        GenAiSpans.EndRequest(span, SampleFacts.Failed());

        Assert.Equal("first_byte_timeout", span!.GetTagItem("error.type"));
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Null(span.GetTagItem("gen_ai.usage.input_tokens"));
        Assert.Null(span.GetTagItem("gen_ai.response.finish_reasons"));
    }

    [Fact]
    public void AllMethods_WithoutSpan_DoNothing()
    {
        GenAiSpans.SetModel(null, "m", stream: true);
        GenAiSpans.EndStep(null, "e");
        GenAiSpans.EndAttempt(null, "d", 200, "completed", null);
        GenAiSpans.EndRequest(null, SampleFacts.Completed());

        Assert.Empty(_spans.Finished);
    }

    private static Dictionary<string, object?> Tags(Activity span) => span.TagObjects.ToDictionary(
        t => t.Key,
        t => t.Value is string[] many ? string.Join(',', many) : t.Value);
}
