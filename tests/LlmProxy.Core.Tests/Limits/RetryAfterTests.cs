using LlmProxy.Core.Limits;

namespace LlmProxy.Core.Tests.Limits;

public class RetryAfterTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("retry-after: 20", 20)]
    [InlineData("Retry-After: 0.25", 0.25)]
    [InlineData("retry-after: Sat, 01 Aug 2026 12:00:07 GMT", 7)]
    [InlineData("retry-after-ms: 1500\nretry-after: 20", 1.5)]
    [InlineData("retry-after-ms: 250.5", 0.2505)]
    // Azure was seen with both of these.
    [InlineData("retry-after-ms: 0\nretry-after: 1", 1)]
    [InlineData("retry-after-ms: soon\nretry-after: 3", 3)]
    [InlineData("retry-after: 3, 3", 3)]
    [InlineData("retry-after: 2\nx-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 6m0s", 2)]
    [InlineData("x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 6m0s", 360)]
    [InlineData("retry-after: 0\nx-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 12ms", 0.012)]
    public void Read_RateLimited_IsTheWait(string headers, double seconds) =>
        Assert.Equal(seconds, RetryAfter.Read(429, Headers.Of(headers), Now)!.Value.TotalSeconds, 1e-6);

    [Theory]
    [InlineData("")]
    [InlineData("retry-after: 0")]
    [InlineData("retry-after: -1")]
    [InlineData("retry-after-ms: Infinity")]
    [InlineData("retry-after: Sat, 01 Aug 2026 11:00:00 GMT")]
    [InlineData("x-ratelimit-remaining-requests: 3\nx-ratelimit-reset-requests: 6m0s")]
    [InlineData("x-ratelimit-reset-requests: 6m0s")]
    public void Read_NothingSaid_IsNoWait(string headers) => Assert.Null(RetryAfter.Read(429, Headers.Of(headers), Now));

    [Theory]
    [InlineData(200, false)]
    [InlineData(302, false)]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(408, false)]
    [InlineData(429, true)]
    [InlineData(498, true)]
    [InlineData(499, false)]
    [InlineData(500, true)]
    [InlineData(502, true)]
    [InlineData(503, true)]
    [InlineData(524, true)]
    [InlineData(529, true)]
    public void Read_ByStatus_OnlyWhereItMeansAnError(int status, bool asks) =>
        Assert.Equal(asks ? TimeSpan.FromSeconds(20) : null, RetryAfter.Read(status, Headers.Of("retry-after: 20"), Now));

    [Theory]
    [InlineData(429, true)]
    [InlineData(503, true)]
    [InlineData(529, true)]
    [InlineData(498, true)]
    [InlineData(500, false)]
    [InlineData(200, false)]
    public void Read_ResetHeaders_CountWhereALimitMayBeTheReason(int status, bool counts) => Assert.Equal(
        counts ? TimeSpan.FromSeconds(9) : null,
        RetryAfter.Read(status, Headers.Of("x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 9s"), Now));
}
