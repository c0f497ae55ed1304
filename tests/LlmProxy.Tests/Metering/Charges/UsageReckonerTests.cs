using LlmProxy.Core.Protocols;
using LlmProxy.Exchange;
using LlmProxy.Failover.Failures;
using LlmProxy.Metering.Charges;
using LlmProxy.Metering.Tokens;

namespace LlmProxy.Tests.Metering.Charges;

/// <summary>Every prompt here has 50 tokens, and every byte that was received is one.</summary>
public sealed class UsageReckonerTests
{
    private static readonly TokenUsage Reported = new() { InputTokens = 1_000, CachedInputTokens = 400, OutputTokens = 200 };

    [Fact]
    public void Of_WholeAnswer_IsTheProvidersWord()
    {
        using var request = new ChargedExchange();
        var attempt = request.Complete(request.Send(), Reported);
        ChargedExchange.Receive(attempt, "what we would have counted");

        Assert.Equal(new SettledUsage(Reported, IsEstimated: false), request.Usages.Of(request.Exchange, attempt));
    }

    [Fact]
    public void Of_WholeStreamWithoutReport_IsCounted()
    {
        using var request = new ChargedExchange();
        var attempt = request.Send();
        ChargedExchange.Receive(attempt, "Hello!");
        request.Complete(attempt);

        // 50 tokens of prompt, 6 bytes of answer.
        Assert.Equal(Estimated(50, 6), request.Usages.Of(request.Exchange, attempt));
    }

    [Fact]
    public void Of_SecondCallWithoutReport_HasThePromptThatWasCountedForIt()
    {
        using var request = new ChargedExchange();
        var first = request.Send();
        var again = request.Another(first);
        again.Counted = new CountedPrompt("gpt-4o", default, new(80, true, "o200k_base"));

        var attempt = request.Complete(new LlmAttempt(again, first.Target, first.Adapter) { HasLeft = true });

        Assert.Equal(80, request.Usages.Of(request.Exchange, attempt)!.Value.Usage.InputTokens);
        Assert.Equal(50, request.Usages.Of(request.Exchange, request.Complete(first))!.Value.Usage.InputTokens);
    }

    [Fact]
    public void Of_ReportWithoutOutput_IsCompletedByTheCount()
    {
        using var request = new ChargedExchange();
        var attempt = request.Send();
        ChargedExchange.Receive(attempt, "Hello!");
        request.Complete(attempt, new TokenUsage { InputTokens = 7 });

        Assert.Equal(Estimated(7, 6), request.Usages.Of(request.Exchange, attempt));
    }

    [Theory]
    [InlineData("abc", 3)]
    [InlineData("", 1)]
    public void Of_StreamCutAfterItsFirstReport_IsTheReportedPromptAndTheLargerOutput(string received, long output)
    {
        // Anthropic's message_start: the prompt, and one token of output that says nothing yet.
        using var request = new ChargedExchange();
        var attempt = request.Send("claude");
        attempt.Status = 200;
        attempt.Usage = new TokenUsage { InputTokens = 1_000, CachedInputTokens = 400, OutputTokens = 1 };
        if (received.Length > 0)
            ChargedExchange.Receive(attempt, received);
        attempt.Answer.IsBroken = true;
        attempt.EndedAt = request.Clock.GetTimestamp();

        Assert.Equal(
            new SettledUsage(new TokenUsage { InputTokens = 1_000, CachedInputTokens = 400, OutputTokens = output }, IsEstimated: true),
            request.Usages.Of(request.Exchange, attempt));
    }

    [Fact]
    public void Of_ConnectionLostAfterEndAndReport_IsTheProvidersWord()
    {
        using var request = new ChargedExchange();
        var attempt = request.Send();
        attempt.Status = 200;
        attempt.Answer.Finish = FinishReason.Stop;
        attempt.Answer.IsBroken = true;
        attempt.Usage = Reported;

        Assert.Equal(new SettledUsage(Reported, IsEstimated: false), request.Usages.Of(request.Exchange, attempt));
    }

    [Fact]
    public void Of_NothingSent_IsNothing()
    {
        using var request = new ChargedExchange();

        Assert.Null(request.Usages.Of(request.Exchange, request.Unsent()));
    }

    [Fact]
    public void Of_LeftWhileConnecting_IsNothing()
    {
        using var request = new ChargedExchange();
        var attempt = request.Unsent();
        attempt.SentAt = request.Clock.GetTimestamp();
        using var body = new LlmProxy.Exchange.Bodies.PooledBody(new LlmProxy.Exchange.Bodies.BufferBudget(() => 4096), 1);
        attempt.Body = body;

        Assert.Null(request.Usages.Of(request.Exchange, attempt));
    }

    [Theory]
    [InlineData(FailureKind.ConnectFailed, null)]
    [InlineData(FailureKind.ServerError, 500)]
    [InlineData(FailureKind.RateLimited, 429)]
    [InlineData(FailureKind.ConnectionLost, null)]
    public void Of_ProvidersOwnFailure_IsNothing(FailureKind kind, int? status)
    {
        using var request = new ChargedExchange();

        Assert.Null(request.Usages.Of(request.Exchange, request.Fail(request.Send(), kind, status)));
    }

    [Fact]
    public void Of_FailureWithAReport_IsTheReport()
    {
        // The Responses API's response.failed tells what it used.
        using var request = new ChargedExchange("/v1/responses");
        var attempt = request.Fail(request.Send(), FailureKind.ServerError, 200);
        attempt.Usage = new TokenUsage { InputTokens = 9, OutputTokens = 4 };

        Assert.Equal(Estimated(9, 4), request.Usages.Of(request.Exchange, attempt));
    }

    [Fact]
    public void Of_ErrorsAnswerPassedOn_IsNothing()
    {
        using var request = new ChargedExchange();
        var attempt = request.Complete(request.Send());
        attempt.Status = 400;

        Assert.Null(request.Usages.Of(request.Exchange, attempt));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("half a sen", 10L)]
    public void Of_StreamThatWasNone_IsWhatCame(string received, long? output)
    {
        using var request = new ChargedExchange();
        var attempt = request.Send();
        if (received.Length > 0)
            ChargedExchange.Receive(attempt, received);
        request.Fail(attempt, FailureKind.Truncated, 200);

        var expected = output is { } tokens ? Estimated(50, tokens) : (SettledUsage?)null;
        Assert.Equal(expected, request.Usages.Of(request.Exchange, attempt));
    }

    [Fact]
    public void Of_StreamThatFellSilent_IsThePromptToo()
    {
        using var request = new ChargedExchange();

        Assert.Equal(Estimated(50, 0), request.Usages.Of(request.Exchange, request.Fail(request.Send(), FailureKind.FirstByteTimeout)));
    }

    [Theory]
    [InlineData(3, 300)]
    [InlineData(0.25, 25)]
    [InlineData(60, 1_024)]
    public void Of_WholeAnswerGivenUp_IsWhatCanHaveBeenGenerated(double seconds, long output)
    {
        // 100 tokens a second, and at most the 1,024 that the request may be answered with.
        using var request = new ChargedExchange(stream: false);
        var attempt = request.Send();
        request.Clock.Advance(TimeSpan.FromSeconds(seconds));
        attempt.EndedAt = request.Clock.GetTimestamp();
        request.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(Estimated(50, output), request.Usages.Of(request.Exchange, attempt));
    }

    [Fact]
    public void Of_Embeddings_HaveNoOutput()
    {
        using var request = new ChargedExchange("/v1/embeddings", stream: false);
        var whole = request.Complete(request.Send(), new TokenUsage { InputTokens = 8 });
        var left = request.Send();
        request.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(new SettledUsage(new TokenUsage { InputTokens = 8, OutputTokens = 0 }, IsEstimated: false), request.Usages.Of(request.Exchange, whole));
        Assert.Equal(Estimated(50, 0), request.Usages.Of(request.Exchange, left));
    }

    [Theory]
    [InlineData("/v1/models", "GET")]
    [InlineData("/v1/models/gpt-4o", "GET")]
    [InlineData("/v1/files", "GET")]
    [InlineData("/v1/files", "POST")]
    [InlineData("/v1/files/file-1", "DELETE")]
    [InlineData("/v1/batches/b1", "GET")]
    [InlineData("/v1/responses/r1", "GET")]
    [InlineData("/v1/messages/count_tokens", "POST")]
    [InlineData("/v1/fine_tuning/jobs", "GET")]
    public void Of_FreeEndpoint_IsNothing(string path, string method)
    {
        using var request = new ChargedExchange(path, method, stream: false);

        Assert.Null(request.Usages.Of(request.Exchange, request.Complete(request.Send())));
    }

    [Fact]
    public void Of_BatchHandedIn_IsUnknownWhateverItReports()
    {
        using var request = new ChargedExchange("/v1/batches", stream: false);

        Assert.Equal(
            new SettledUsage(default, IsEstimated: false),
            request.Usages.Of(request.Exchange, request.Complete(request.Send(), new TokenUsage { InputTokens = 0, OutputTokens = 0 })));
    }

    [Theory]
    [InlineData("/v1/images/generations")]
    [InlineData("/v1/audio/speech")]
    [InlineData("/v1/moderations")]
    [InlineData("/v1/videos")]
    public void Of_EndpointThatReportsNothing_IsUnknown(string path)
    {
        using var request = new ChargedExchange(path, stream: false);

        Assert.Equal(new SettledUsage(default, IsEstimated: false), request.Usages.Of(request.Exchange, request.Complete(request.Send())));
        Assert.Null(request.Usages.Of(request.Exchange, request.Fail(request.Send(), FailureKind.ServerError, 500)));
    }

    [Fact]
    public void Of_ImageWithAReport_IsTheReport()
    {
        using var request = new ChargedExchange("/v1/images/generations", stream: false);
        var usage = new TokenUsage { InputTokens = 20, OutputTokens = 272 };

        Assert.Equal(new SettledUsage(usage, IsEstimated: false), request.Usages.Of(request.Exchange, request.Complete(request.Send(), usage)));
    }

    private static SettledUsage Estimated(long input, long output) =>
        new(new TokenUsage { InputTokens = input, OutputTokens = output }, IsEstimated: true);

    [Fact]
    public void Of_QueuedInTheBackground_IsUnknown()
    {
        using var request = new ChargedExchange("/v1/responses", stream: false, background: true);
        var attempt = request.Complete(request.Send());

        Assert.Equal(new SettledUsage(default, IsEstimated: false), request.Usages.Of(request.Exchange, attempt));
        Assert.Null(request.Sheet.Of(request.Exchange).Cost);
    }

    [Fact]
    public void Of_BackgroundWithAReport_IsTheProvidersWord()
    {
        using var request = new ChargedExchange("/v1/responses", background: true);
        var attempt = request.Complete(request.Send(), Reported);

        Assert.Equal(new SettledUsage(Reported, IsEstimated: false), request.Usages.Of(request.Exchange, attempt));
    }

    [Fact]
    public void Of_BackgroundRefused_IsNothing()
    {
        using var request = new ChargedExchange("/v1/responses", background: true);

        Assert.Null(request.Usages.Of(request.Exchange, request.Fail(request.Send(), FailureKind.RateLimited, 429)));
    }
}
