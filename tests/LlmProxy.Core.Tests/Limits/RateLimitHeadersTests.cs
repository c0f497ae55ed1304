using LlmProxy.Core.Limits;

namespace LlmProxy.Core.Tests.Limits;

public class RateLimitHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Read_OpenAi_HasAllFourAndNoResetWhileSomethingIsLeft() => Assert.Equal(
        new RateLimits(9999, 10000, 9999978, 10000000, null),
        Read("""
            x-ratelimit-limit-requests: 10000
            x-ratelimit-limit-tokens: 10000000
            x-ratelimit-remaining-requests: 9999
            x-ratelimit-remaining-tokens: 9999978
            x-ratelimit-reset-requests: 6ms
            x-ratelimit-reset-tokens: 0s
            """));

    [Fact]
    public void Read_RequestsUsedUp_IsTheirReset() => Assert.Equal(
        TimeSpan.FromSeconds(179.56),
        Read("""
            x-ratelimit-remaining-requests: 0
            x-ratelimit-remaining-tokens: 5000
            x-ratelimit-reset-requests: 2m59.56s
            x-ratelimit-reset-tokens: 17.399999999s
            """).Reset);

    [Fact]
    public void Read_TokensUsedUp_IsTheirReset() => Assert.Equal(
        TimeSpan.FromSeconds(17),
        Read("""
            x-ratelimit-remaining-requests: 12
            x-ratelimit-remaining-tokens: 0
            x-ratelimit-reset-requests: 2m59.56s
            x-ratelimit-reset-tokens: 17s
            """).Reset);

    [Theory]
    [InlineData("9s", "4s", 9)]
    [InlineData("4s", "9s", 9)]
    [InlineData("0", "9s", 9)]
    [InlineData("9s", "-1", 9)]
    public void Read_BothUsedUp_IsTheLongerReset(string requests, string tokens, int seconds) => Assert.Equal(
        TimeSpan.FromSeconds(seconds),
        Read($"""
            x-ratelimit-remaining-requests: 0
            x-ratelimit-remaining-tokens: 0
            x-ratelimit-reset-requests: {requests}
            x-ratelimit-reset-tokens: {tokens}
            """).Reset);

    [Fact]
    public void Read_AzureWithMinusOne_KnowsNothingOfThat() => Assert.Equal(
        new RateLimits(null, 50, 0, 50000, TimeSpan.FromSeconds(26)),
        Read("""
            x-ratelimit-limit-requests: 50
            x-ratelimit-limit-tokens: 50000
            x-ratelimit-remaining-requests: -1
            x-ratelimit-remaining-tokens: 0
            x-ratelimit-reset-requests: -1
            x-ratelimit-reset-tokens: 26
            x-ratelimit-renewalperiod-tokens: 60
            """));

    [Fact]
    public void Read_Anthropic_TokensAreThoseOfTheTighterKind() => Assert.Equal(
        new RateLimits(3999, 4000, 0, 80000, TimeSpan.FromSeconds(5)),
        Read("""
            anthropic-ratelimit-requests-limit: 4000
            anthropic-ratelimit-requests-remaining: 3999
            anthropic-ratelimit-requests-reset: 2026-08-01T12:00:01Z
            anthropic-ratelimit-input-tokens-limit: 400000
            anthropic-ratelimit-input-tokens-remaining: 399000
            anthropic-ratelimit-input-tokens-reset: 2026-08-01T12:00:02Z
            anthropic-ratelimit-output-tokens-limit: 80000
            anthropic-ratelimit-output-tokens-remaining: 0
            anthropic-ratelimit-output-tokens-reset: 2026-08-01T12:00:05Z
            anthropic-priority-input-tokens-remaining: 7
            """));

    [Fact]
    public void Read_Mistral_OfTwoWindowsTheOneWithLessLeft() => Assert.Equal(
        new RateLimits(2, 5, 499000, 500000, null),
        Read("""
            x-ratelimit-limit-req-minute: 60
            x-ratelimit-remaining-req-minute: 59
            x-ratelimit-limit-req-10-second: 5
            x-ratelimit-remaining-req-10-second: 2
            x-ratelimit-limit-tokens-minute: 500000
            x-ratelimit-remaining-tokens-minute: 499000
            x-ratelimit-remaining-tokens-month: 1000000000
            x-ratelimit-tokens-query-cost: 32
            """));

    [Fact]
    public void Read_OldMistral_TokensBySize() => Assert.Equal(
        new RateLimits(null, null, 0, 2000000, TimeSpan.FromSeconds(33)),
        Read("ratelimitbysize-limit: 2000000\nratelimitbysize-remaining: 0\nratelimitbysize-reset: 33"));

    [Fact]
    public void Read_Together_RequestsAndSeconds() => Assert.Equal(
        new RateLimits(0, 10, null, null, TimeSpan.FromSeconds(1)),
        Read("x-ratelimit-limit: 10\nx-ratelimit-remaining: 0.0\nx-ratelimit-reset: 1"));

    [Fact]
    public void Read_Cohere_RequestsOfTrialKeys() => Assert.Equal(
        new RateLimits(19, 20, null, null, null),
        Read("x-trial-endpoint-call-limit: 20\nx-trial-endpoint-call-remaining: 19\nx-endpoint-monthly-call-limit: 1000"));

    [Fact]
    public void Read_CohereMonthly_IsALimitWithoutARest() =>
        Assert.Equal(new RateLimits(null, 1000, null, null, null), Read("x-endpoint-monthly-call-limit: 1000"));

    [Theory]
    [InlineData("100, 99", 99L)]
    [InlineData("99.9", 99L)]
    [InlineData("-1", null)]
    [InlineData("", null)]
    [InlineData("many", null)]
    [InlineData("1e3", null)]
    [InlineData("99999999999999999999999", null)]
    [InlineData("99999999999999999999999999999999999999999999", null)]
    public void Read_OddNumbers_AreReadOrLeftOut(string value, long? remaining) =>
        Assert.Equal(remaining, RateLimitHeaders.Read(name => name == "x-ratelimit-remaining-requests" ? value : null, Now).RemainingRequests);

    [Fact]
    public void Read_NoHeaders_IsEmpty()
    {
        Assert.True(Read("content-type: application/json\nretry-after: 9").IsEmpty);
        Assert.False(Read("x-ratelimit-remaining: 9").IsEmpty);
    }

    [Fact]
    public void Read_HeadersOfAnAnswer_AllocatesNothing()
    {
        using var answer = Answer("""
            Date: Sat, 01 Aug 2026 12:00:00 GMT
            Set-Cookie: a=1
            X-RateLimit-Limit-Requests: 10000
            X-RateLimit-Remaining-Requests: 9999
            x-ratelimit-reset-requests: 6ms
            x-ratelimit-remaining-tokens: 42
            x-ratelimit-reset-tokens: 9s
            x-request-id: req
            """);
        var expected = new RateLimits(9999, 10000, 42, null, null);
        Assert.Equal(expected, RateLimitHeaders.Read(answer.Headers.NonValidated, Now));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            RateLimitHeaders.Read(answer.Headers.NonValidated, Now);
        // What the runtime allocates beside it, once, has room; one string for each reading has not.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000);
    }

    [Fact]
    public void Read_HeaderTwiceInAnAnswer_CountsTheSmallest()
    {
        using var answer = Answer("x-ratelimit-remaining-requests: 7\nx-ratelimit-remaining-requests: 5");

        Assert.Equal(5, RateLimitHeaders.Read(answer.Headers.NonValidated, Now).RemainingRequests);
    }

    /// <summary>Reads them in both ways, which must agree.</summary>
    private static RateLimits Read(string headers)
    {
        using var answer = Answer(headers);
        var limits = RateLimitHeaders.Read(answer.Headers.NonValidated, Now);
        Assert.Equal(limits, RateLimitHeaders.Read(Headers.Of(headers), Now));
        return limits;
    }

    private static HttpResponseMessage Answer(string headers)
    {
        var answer = new HttpResponseMessage();
        foreach (var line in headers.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            answer.Headers.TryAddWithoutValidation(line.Split(": ", 2)[0], line.Split(": ", 2)[1]);
        return answer;
    }
}
