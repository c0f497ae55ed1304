using LlmProxy.Core.Errors;
using LlmProxy.Core.Requests;
using LlmProxy.Failover.Failures;
using LlmProxy.Tests.Exchange.Delivery;

namespace LlmProxy.Tests.Failover.Failures;

public class FailureErrorsTests
{
    [Fact]
    public void Create_EachFailure_HasAStatusThatClientsKnowACodeAndTheClusterOrTheReason()
    {
        var attempt = Exchanges.Create().Attempt!;
        foreach (var kind in Enum.GetValues<FailureKind>())
        {
            var error = FailureErrors.Create(kind, attempt);

            Assert.Contains(error.Status, (int[])[400, 401, 403, 404, 409, 413, 429, 502, 503, 504]);
            Assert.Equal(FailureErrors.CodeOf(kind), error.Code);
            Assert.True(error.Message.Contains("'up'", StringComparison.Ordinal) || kind is FailureKind.ClientBodyFailed or FailureKind.Stopping or FailureKind.TotalTimeout, error.Message);
        }
    }

    [Theory]
    [InlineData(FailureKind.ConnectTimeout)]
    [InlineData(FailureKind.FirstByteTimeout)]
    [InlineData(FailureKind.IdleTimeout)]
    [InlineData(FailureKind.TotalTimeout)]
    [InlineData(FailureKind.TooSlow)]
    [InlineData(FailureKind.ProviderTimeout)]
    public void Create_EachTimeout_Is504OfItsOwn(FailureKind kind)
    {
        var error = FailureErrors.Create(kind, Exchanges.Create().Attempt!);

        Assert.Equal((504, LlmErrorTypes.Timeout), (error.Status, error.Type));
        Assert.Single(Enum.GetValues<FailureKind>(), other => FailureErrors.CodeOf(other) == error.Code);
    }

    [Fact]
    public void Create_MalformedStream_IsNotAMalformedResponse()
    {
        var exchange = Exchanges.Create();
        Assert.Equal("malformed_response", FailureErrors.Create(FailureKind.Malformed, exchange.Attempt!).Code);

        exchange.Request = new LlmRequest { Body = default, Stream = true };
        Assert.Equal("malformed_stream", FailureErrors.Create(FailureKind.Malformed, exchange.Attempt!).Code);
    }

    [Fact]
    public void Create_WithWhatTheProviderSaid_KeepsItsMessageAndWaitAndNotItsCode()
    {
        var said = new ProviderError("brand_new", null, "Later, please.", TimeSpan.FromSeconds(7));

        Assert.Equal(
            new LlmError(503, LlmErrorTypes.Server, "Later, please.", "upstream_overloaded") { RetryAfter = TimeSpan.FromSeconds(7) },
            FailureErrors.Create(FailureKind.Overloaded, Exchanges.Create().Attempt!, said));
    }

    [Fact]
    public void Create_NoDestination_SaysWhenToComeAgain() =>
        Assert.Equal(TimeSpan.FromSeconds(5), FailureErrors.Create(FailureKind.NoDestination, Exchanges.Create().Attempt!).RetryAfter);
}
