using System.Text;
using System.Text.Json.Nodes;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Prompts;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Prompts.Evaluations;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Prompts.Quality;
using LlmProxy.Tests.Budgets;
using LlmProxy.Tests.Telemetry;

namespace LlmProxy.Tests.Prompts.Evaluations;

public sealed class RequestEntryTests
{
    private const string Request = """{"model":"m","messages":[{"role":"user","content":"Hello"}]}""";
    private const string Answer = """{"choices":[{"message":{"content":"Good day"}}]}""";

    [Fact]
    public void Write_Request_HasEveryFigure()
    {
        var line = Line(Entry(maxCharacters: 0));

        Assert.Equal(
            """{"type":"request","request_id":"01JZ8Q5N3W0000000000000000","time":"2026-11-21T12:00:00Z","prompt":"general_chat","version":"v2","experiments":{"tone":"warm"},"route":"openai","endpoint":"/v1/chat/completions","model_asked":"gpt-4o-mini","model_used":"gpt-4o-mini-2024-07-18","stream":false,"input_characters":5,"output_characters":8,"input_tokens":8,"output_tokens":3,"latency_ms":1500,"first_token_ms":null,"cost_usd":0.0025,"estimated":true,"outcome":"completed","status":200,"error":null,"blocked":false,"guardrails":null}"""
            + "\n", line);
    }

    [Fact]
    public void Write_WithContent_HasItAtItsEnd() =>
        Assert.EndsWith($",\"request\":{Request},\"answer\":\"Good day\"}}\n", Line(Entry()), StringComparison.Ordinal);

    [Fact]
    public void Write_HostileNames_StayOneLine()
    {
        var entry = Entry(model: "a\"}\n{\"type\":\"feedback\"\ud800");

        var line = Line(entry);

        Assert.Equal(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        Assert.Equal("a\"}?{\"type\":\"feedback\"\ufffd", (string?)JsonNode.Parse(line)!["model_asked"]);
    }

    [Fact]
    public void Write_PersonalDataAsAModel_IsRedactedWithoutContentToo()
    {
        var line = Line(Entry(maxCharacters: 0, model: "tell jane@example.org"));

        Assert.Equal("tell [REDACTED_EMAIL]", (string?)JsonNode.Parse(line)!["model_asked"]);
    }

    [Theory]
    [InlineData("gpt-4o-2024-08-06")]
    [InlineData("claude-3-5-sonnet-20241022")]
    [InlineData("gemini-2.5-flash-preview-05-20")]
    [InlineData("anthropic.claude-3-5-sonnet-20241022-v2:0")]
    [InlineData("ft:gpt-4o-mini-2024-07-18:acme::9abcDEFG")]
    [InlineData("meta-llama/Llama-3.3-70B-Instruct@fp8")]
    public void Write_NameOfAModel_StaysAsItIs(string model) =>
        Assert.Equal(model, (string?)JsonNode.Parse(Line(Entry(maxCharacters: 0, model: model)))!["model_asked"]);

    [Fact]
    public void Write_LongerThanAFile_GoesWithoutContent()
    {
        var longest = Encoding.UTF8.GetByteCount(Line(Entry()));
        Assert.NotNull(JsonNode.Parse(Line(Entry(), longest))!["request"]);

        var line = JsonNode.Parse(Line(Entry(), longest - 1))!;

        Assert.Equal("too_long", (string?)line["content_omitted"]);
        Assert.Null(line["request"]);
        Assert.Null(line["answer"]);
        Assert.Equal(8, (int)line["output_characters"]!);
    }

    [Fact]
    public void Write_RefusedAnswer_IsNoAnswer()
    {
        var line = JsonNode.Parse(Line(Entry(status: 400)))!;

        Assert.Null(line["answer"]);
        Assert.Null(line["output_characters"]);
        Assert.NotNull(line["request"]);
    }

    [Fact]
    public void Write_NotReadable_SaysSoAndHasNothingOfIt()
    {
        using var output = new PooledBuffer();
        using var entry = Entry(new LlmRequest { Body = new byte[] { (byte)'{', 0xff } });
        // A body that was never read as valid: whatever comes of that, no byte of it is written.
        entry.Write(output, 10_000);

        Assert.DoesNotContain((byte)0xff, output.WrittenSpan.ToArray());
    }

    [Fact]
    public void Write_NoRoom_SaysWhy()
    {
        var entry = new RequestEntry { Facts = SampleFacts.Completed(), Time = default, Endpoint = LlmEndpoint.ChatCompletions, HadNoRoom = true, MaxCharacters = 10 };

        Assert.Equal("no_room", (string?)JsonNode.Parse(Line(entry))!["content_omitted"]);
    }

    [Fact]
    public void Dispose_Capture_GivesItsMemoryBack()
    {
        var budget = new BufferBudget(() => 100_000);
        var entry = Entry(budget: budget);
        Assert.NotEqual(0, budget.UsedBytes);

        entry.Dispose();

        Assert.Equal(0, budget.UsedBytes);
    }

    [Theory]
    [InlineData(true, """{"type":"feedback","request_id":"01A","time":"2026-11-21T12:00:00Z","rating":1,"verdict":"wrong_answer","tags":["a?b","[REDACTED_EMAIL]"],"comment":"Tell [REDACTED_EMAIL]\nnow"}""")]
    [InlineData(false, """{"type":"feedback","request_id":"01A","time":"2026-11-21T12:00:00Z","rating":1,"verdict":"wrong_answer","tags":["a?b","[REDACTED_EMAIL]"]}""")]
    public void Write_Feedback_HasTheCommentOnlyWithContent(bool hasContent, string expected)
    {
        using var output = new PooledBuffer();
        var said = new Feedback
        {
            RequestId = "01A", Time = CalendarClock.At("2026-11-21T12:00:00Z"), Rating = 1, Verdict = Feedback.WrongAnswer, Comment = "Tell jane@example.org\nnow", Tags = ["a\nb", "bob@example.org"],
        };

        new FeedbackEntry(said, hasContent).Write(output, 1000);

        Assert.Equal(expected + "\n", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static string Line(RequestEntry entry, long maxBytes = 100_000)
    {
        using var output = new PooledBuffer();
        using (entry)
            Assert.True(entry.Write(output, maxBytes));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static RequestEntry Entry(LlmRequest? request = null, int maxCharacters = 1000, string model = "gpt-4o-mini", int status = 200, BufferBudget? budget = null)
    {
        budget ??= new BufferBudget(() => 100_000);
        using var body = new PooledBody(budget, 100);
        Request.ToList().ForEach(c => { body.GetSpan(1)[0] = (byte)c; body.Advance(1); });
        var capture = EvaluationCapture.TryHold(request ?? LlmRequestReader.Read(body.Memory, 64), body, budget)!;
        capture.Answer.Append(Encoding.UTF8.GetBytes(Answer));
        return new RequestEntry
        {
            Facts = SampleFacts.Completed() with { Model = model, Stream = false, Status = status, FirstToken = null, Cost = 0.0025m, Usage = new() { InputTokens = 8, OutputTokens = 3 } },
            Time = CalendarClock.At("2026-11-21T12:00:00Z"),
            Endpoint = LlmEndpoint.ChatCompletions,
            Prompt = new PromptId("general_chat", "v2"),
            Assignments = [new Assignment("tone", "warm", false)],
            Capture = capture,
            MaxCharacters = maxCharacters,
        };
    }
}
