using LlmProxy.Exchange;
using LlmProxy.Failover.Failures;
using LlmProxy.Tests.Exchange.Delivery;

namespace LlmProxy.Tests.Failover.Failures;

public class FailureClassifierTests
{
    private static readonly DateTimeOffset Now = new(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly LlmAttempt _attempt = Exchanges.Create().Attempt!;

    [Theory]
    [InlineData("retry-after", "7", 7)]
    [InlineData("Retry-After", "Sat, 01 Aug 2026 12:00:07 GMT", 7)]
    [InlineData("retry-after-ms", "1500", 1.5)]
    public void OfStatus_AWaitInTheHeaders_IsAsked(string name, string value, double seconds)
    {
        var failure = OfStatus(429, "{}"u8, (name, value));

        Assert.Equal((FailureKind.RateLimited, TimeSpan.FromSeconds(seconds)), (failure.Kind, failure.RetryAfter!.Value));
        Assert.Equal(failure.RetryAfter, failure.Error.RetryAfter);
    }

    [Fact]
    public void OfStatus_OneLimitUsedUp_ItsResetIsAsked() => Assert.Equal(
        TimeSpan.FromMilliseconds(644),
        OfStatus(
            429, "{}"u8, ("x-ratelimit-remaining-requests", "4999"), ("x-ratelimit-reset-requests", "1h2m3s"),
            ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "644ms")).RetryAfter);

    [Fact]
    public void OfStatus_AWaitInTheBody_IsAskedWhereTheHeadersHaveNone()
    {
        var body = """{"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"34.4s"}]}}"""u8;

        Assert.Equal(TimeSpan.FromSeconds(34.4), OfStatus(429, body).RetryAfter);
        Assert.Equal(TimeSpan.FromSeconds(2), OfStatus(429, body, ("Retry-After", "2")).RetryAfter);
        // Not of an error that no wait mends.
        Assert.Null(OfStatus(400, body, ("Retry-After", "2")).RetryAfter);
    }

    [Fact]
    public void OfStatus_BedrocksHeader_IsRead() =>
        Assert.Equal((FailureKind.Overloaded, "ModelNotReadyException"), KindAndCode(OfStatus(429, "{}"u8, ("x-amzn-ErrorType", "ModelNotReadyException:http://x"))));

    [Fact]
    public void OfStatus_AnyStatus_IsTheOneThatIsTold()
    {
        var failure = OfStatus(418, "<html>"u8);

        Assert.Equal((418, 418), (failure.Status, failure.Error.Status));
        Assert.Equal("The provider of cluster 'up' answered 418.", failure.Error.Message);
        Assert.Equal(502, OfStatus(302, ""u8).Error.Status);
    }

    [Fact]
    public void OfException_AnException_IsKept()
    {
        var cause = new HttpRequestException(HttpRequestError.NameResolutionError);
        var failure = FailureClassifier.OfException(_attempt, cause);

        Assert.Equal((FailureKind.DnsFailed, "dns_failed"), (failure.Kind, failure.Error.Code));
        Assert.Same(cause, failure.Cause);
        Assert.Null(failure.Status);
    }

    [Fact]
    public void OfErrorInAnswer_KnownCode_HasTheStatusOfItsKindAndItsOwnMessage()
    {
        var failure = FailureClassifier.OfErrorInAnswer(_attempt, null, "overloaded_error", "Overloaded");

        Assert.Equal((FailureKind.Overloaded, "overloaded_error"), KindAndCode(failure));
        Assert.Equal((503, "upstream_overloaded", "Overloaded"), (failure.Error.Status, failure.Error.Code, failure.Error.Message));
    }

    [Fact]
    public void OfErrorInAnswer_UnknownCode_IsAProviderError()
    {
        var failure = FailureClassifier.OfErrorInAnswer(_attempt, "brand_new", null, "What?");

        Assert.Equal((FailureKind.ErrorInAnswer, "brand_new"), KindAndCode(failure));
        Assert.Equal((502, "provider_error", "What?"), (failure.Error.Status, failure.Error.Code, failure.Error.Message));
    }

    private static (FailureKind Kind, string? Code) KindAndCode(AttemptFailure failure) => (failure.Kind, failure.Code);

    private AttemptFailure OfStatus(int status, ReadOnlySpan<byte> body, params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
            response.Headers.TryAddWithoutValidation(name, value);
        return FailureClassifier.OfStatus(_attempt, status, response.Headers, body, Now);
    }
}
