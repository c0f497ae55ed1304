using System.Net;
using System.Text;
using System.Text.Json;
using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.External;
using LlmProxy.Webhooks;

namespace LlmProxy.Tests.Guardrails.External;

public sealed class WebhookGuardTests
{
    private const string Allow = """{"action":"allow"}""";

    [Fact]
    public async Task JudgeAsync_Question_IsSignedAndWhole()
    {
        using var outside = new OutsideFixture();
        Answers(outside, Allow);
        GuardSubject subject = new(null, GuardDirection.Input, [
            GuardMaker.Text("say \"hi\"\n", TextKind.User, 0), GuardMaker.Text("", TextKind.ToolResult, 1) with { Utf8 = new byte[] { 0x61, 0xff } }]);

        Assert.Equal(VerdictLevel.Clean, (await Guard(outside).JudgeAsync(subject, CancellationToken.None)).Level);

        var sent = Assert.Single(outside.Handler.Requests);
        Assert.Equal(("example.com", "application/json; charset=utf-8"), (sent.Host, sent.ContentType));
        Assert.Equal("1767225600", sent.Timestamp); // 2026-01-01
        Assert.Equal(WebhookSignature.Of("s3cret"u8.ToArray(), sent.Id, 1767225600, Encoding.UTF8.GetBytes(sent.Body)), sent.Signature);
        using var body = JsonDocument.Parse(sent.Body);
        var texts = body.RootElement.GetProperty("texts");
        Assert.Equal(
            (sent.Id, "g", "input", JsonValueKind.Null),
            (body.RootElement.GetProperty("id").GetString(), body.RootElement.GetProperty("guard").GetString(),
                body.RootElement.GetProperty("direction").GetString(), body.RootElement.GetProperty("model").ValueKind));
        Assert.Equal(
            ["user messages[0].content say \"hi\"\n", "tool_result messages[1].content a\uFFFD"],
            texts.EnumerateArray().Select(text => $"{text.GetProperty("kind")} {text.GetProperty("place")} {text.GetProperty("text")}"));
    }

    [Theory]
    [InlineData(Allow, VerdictLevel.Clean, null, "", null)]
    [InlineData("""{"action":"flag","score":0.4,"types":["tone"]}""", VerdictLevel.Suspect, 0.4, "tone", null)]
    [InlineData("""{"action":"block","score":7,"types":["hate","a b"],"message":"Not\nhere."}""", VerdictLevel.Found, 1.0, "hate other", "Not here.")]
    public async Task JudgeAsync_Answer_IsTheVerdict(string answer, VerdictLevel level, double? score, string types, string? message)
    {
        using var outside = new OutsideFixture();
        Answers(outside, answer);

        var verdict = await Guard(outside).JudgeAsync(GuardMaker.Input("hello"), CancellationToken.None);

        Assert.Equal((level, score, types, message), (verdict.Level, verdict.Score, string.Join(' ', verdict.Types ?? []), verdict.Message));
    }

    [Fact]
    public async Task JudgeAsync_Replacement_IsForAnAnswerOfOneText()
    {
        using var outside = new OutsideFixture();
        Answers(outside, """{"action":"allow","replacement":"better"}""");
        var guard = Guard(outside);

        var verdict = await guard.JudgeAsync(GuardMaker.Output("worse"), CancellationToken.None);
        Assert.Equal((VerdictLevel.Suspect, "better"), (verdict.Level, Encoding.UTF8.GetString(verdict.Replacement!.Value.Span)));
        Assert.Equal(GuardFailure.BadAnswer, await Fails(guard, GuardMaker.Output("one", "two")));
        Assert.Equal(GuardFailure.BadAnswer, await Fails(guard, GuardMaker.Input("one")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("yes")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"action":"Block"}""")]
    [InlineData("""{"action":true}""")]
    [InlineData("""{"action":"\ud800"}""")]
    public async Task JudgeAsync_NoAnswer_IsNoJudgement(string answer)
    {
        using var outside = new OutsideFixture();
        Answers(outside, answer);

        Assert.Equal(GuardFailure.BadAnswer, await Fails(Guard(outside), GuardMaker.Input("hello")));
    }

    [Fact]
    public async Task JudgeAsync_LongerThanTheBound_IsNoJudgement()
    {
        using var outside = new OutsideFixture();
        Answers(outside, $$"""{"action":"allow","x":"{{new string('x', 1024 * 1024)}}"}""");

        Assert.Equal(GuardFailure.BadAnswer, await Fails(Guard(outside), GuardMaker.Input("hello")));
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Redirect)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task JudgeAsync_NoSuccess_IsARefusal(HttpStatusCode status)
    {
        using var outside = new OutsideFixture();
        outside.Handler.Answer = _ => new(status);

        Assert.Equal(GuardFailure.Refused, await Fails(Guard(outside), GuardMaker.Input("hello")));
    }

    [Fact]
    public async Task JudgeAsync_FailsFiveTimes_IsLeftAloneForAMomentAndThenTried()
    {
        using var outside = new OutsideFixture();
        outside.Handler.Answer = _ => throw new HttpRequestException(HttpRequestError.ConnectionError);
        var guard = Guard(outside);
        for (var i = 0; i < GuardCircuit.Failures; i++)
            Assert.Equal(GuardFailure.Unreachable, await Fails(guard, GuardMaker.Input("hello")));

        Assert.Equal(GuardFailure.Open, await Fails(guard, GuardMaker.Input("hello")));
        Assert.Equal(GuardCircuit.Failures, outside.Handler.Requests.Count);
        Assert.Equal("Unreachable", outside.Broken);

        outside.Clock.Advance(TimeSpan.FromSeconds(10));
        Answers(outside, Allow);
        await guard.JudgeAsync(GuardMaker.Input("hello"), CancellationToken.None);
        await guard.JudgeAsync(GuardMaker.Input("hello"), CancellationToken.None);
        Assert.Null(outside.Broken);
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, null)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, null)]
    [InlineData(HttpStatusCode.OK, "none of its answers")]
    public async Task JudgeAsync_FailsByWhatARequestSays_IsAskedAboutTheNextOne(HttpStatusCode status, string? answer)
    {
        using var outside = new OutsideFixture();
        outside.Handler.Answer = _ => new(status) { Content = new StringContent(answer ?? "") };
        var guard = Guard(outside);
        for (var i = 0; i < GuardCircuit.Failures; i++)
            Assert.NotEqual(GuardFailure.Open, await Fails(guard, GuardMaker.Input("too long")));

        Answers(outside, Allow);
        Assert.Equal(VerdictLevel.Clean, (await guard.JudgeAsync(GuardMaker.Input("hello"), CancellationToken.None)).Level);
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.Forbidden)]
    public async Task JudgeAsync_RefusesEverybodyFiveTimes_IsLeftAlone(HttpStatusCode status)
    {
        using var outside = new OutsideFixture();
        outside.Handler.Answer = _ => new(status);
        var guard = Guard(outside);
        for (var i = 0; i < GuardCircuit.Failures; i++)
            Assert.Equal(GuardFailure.Refused, await Fails(guard, GuardMaker.Input("hello")));

        Assert.Equal(GuardFailure.Open, await Fails(guard, GuardMaker.Input("hello")));
    }

    [Fact]
    public async Task JudgeAsync_RefusesWhatATrySays_IsAskedAgain()
    {
        using var outside = new OutsideFixture();
        outside.Handler.Answer = _ => new(HttpStatusCode.ServiceUnavailable);
        var guard = Guard(outside);
        for (var i = 0; i < GuardCircuit.Failures; i++)
            await Fails(guard, GuardMaker.Input("hello"));
        outside.Clock.Advance(GuardCircuit.Pause);
        outside.Handler.Answer = _ => new(HttpStatusCode.BadRequest);
        Assert.Equal(GuardFailure.Refused, await Fails(guard, GuardMaker.Input("too long")));

        Answers(outside, Allow);
        Assert.Equal(VerdictLevel.Clean, (await guard.JudgeAsync(GuardMaker.Input("hello"), CancellationToken.None)).Level);
    }

    [Fact]
    public async Task JudgeAsync_LaterThanItsTimeout_IsNoJudgement()
    {
        var service = new HeldHandler();
        using var outside = new OutsideFixture(service);
        var judgement = Fails(Guard(outside), GuardMaker.Input("hello"));
        await service.Asked;

        outside.Clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(GuardFailure.Timeout, await judgement);
    }

    [Fact]
    public async Task JudgeAsync_MoreThanAtOnce_IsBusyAndDoesNotWait()
    {
        var service = new HeldHandler();
        using var outside = new OutsideFixture(service);
        var guard = Guard(outside, maxConcurrency: 1);
        var first = guard.JudgeAsync(GuardMaker.Input("hello"), CancellationToken.None).AsTask();
        await service.Asked;

        for (var i = 0; i < GuardCircuit.Failures; i++)
            Assert.Equal(GuardFailure.Busy, await Fails(guard, GuardMaker.Input("hello")));

        service.Answer(Allow);
        Assert.Equal(VerdictLevel.Clean, (await first).Level);
        // There is room again, and to be busy was no failure of the service.
        Assert.Equal(VerdictLevel.Clean, (await guard.JudgeAsync(GuardMaker.Input("hello"), CancellationToken.None)).Level);
    }

    [Fact]
    public async Task JudgeAsync_ClientGoes_IsNoFailure()
    {
        var service = new HeldHandler();
        using var outside = new OutsideFixture(service);
        using var client = new CancellationTokenSource();
        var judgement = Guard(outside).JudgeAsync(GuardMaker.Input("hello"), client.Token).AsTask();
        await service.Asked;

        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => judgement);
        Assert.Null(outside.Broken);
    }

    [Theory]
    [InlineData(GuardAction.Block, true)]
    [InlineData(GuardAction.Flag, true)]
    [InlineData(GuardAction.Shadow, false)]
    public void ChangesText_Action_DecidesWhetherAnswersAreHeld(GuardAction action, bool expected)
    {
        using var outside = new OutsideFixture();
        Assert.Equal(expected, GuardMaker.Create(new WebhookGuardFactory(outside.Lazy), new() { Url = "https://example.com/", Secret = "s", Action = action }).ChangesText);
    }

    private static void Answers(OutsideFixture outside, string json) => outside.Handler.Answer = _ => new() { Content = new StringContent(json) };

    private static JudgingGuard Guard(OutsideFixture outside, int maxConcurrency = 100) => GuardMaker.Create(
        new WebhookGuardFactory(outside.Lazy), new() { Url = "https://example.com/guard", Secret = "s3cret", MaxConcurrency = maxConcurrency });

    private static async Task<GuardFailure> Fails(JudgingGuard guard, GuardSubject subject) =>
        (await Assert.ThrowsAsync<GuardUnavailableException>(async () => await guard.JudgeAsync(subject, CancellationToken.None))).Failure;
}
