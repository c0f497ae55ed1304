using LlmProxy.Core.Protocols;
using LlmProxy.Failover.Failures;
using LlmProxy.Tests.Metering.Charges;

namespace LlmProxy.Tests.Metering.Prices;

/// <summary>What a caller is told of the cost is what the books will say, or nothing.</summary>
public sealed class CostSoFarTests
{
    // (600 * 2.50 + 400 * 1.25 + 200 * 10) / 1,000,000
    private const decimal Cost = 0.004m;
    private static readonly TokenUsage Reported = new() { InputTokens = 1_000, CachedInputTokens = 400, OutputTokens = 200 };

    [Fact]
    public void SoFar_WholeAnswer_IsItsCost()
    {
        using var request = new ChargedExchange();
        request.Complete(request.Send(), Reported);

        AssertTold(Cost, request);
    }

    [Theory]
    [InlineData(FailureKind.RateLimited)] // charged with nothing
    [InlineData(FailureKind.ConnectFailed)]
    [InlineData(FailureKind.EmptyAnswer)] // nothing came
    public void SoFar_PastAttemptCostNothing_IsTheCostOfTheOther(FailureKind failure)
    {
        using var request = new ChargedExchange();
        request.Fail(request.Send(cluster: "a"), failure, 200);
        request.Complete(request.Send(), Reported);

        AssertTold(Cost, request);
    }

    [Fact]
    public void SoFar_PastAttemptHasReported_IsTheSum()
    {
        using var request = new ChargedExchange();
        request.Fail(request.Send(cluster: "a"), FailureKind.ServerError, 500).Usage = Reported;
        request.Complete(request.Send(), Reported);

        AssertTold(2 * Cost, request);
    }

    [Fact]
    public void SoFar_PastAttemptIsChargedByACount_IsNotTold()
    {
        using var request = new ChargedExchange();
        request.Fail(request.Send(cluster: "a"), FailureKind.FirstByteTimeout);
        request.Complete(request.Send(), Reported);

        Assert.Null(request.Prices.SoFar(request.Exchange));
        Assert.True(request.Sheet.Of(request.Exchange).Cost > Cost);
    }

    [Fact]
    public void SoFar_AnswerWithoutItsOutput_IsNotTold()
    {
        using var request = new ChargedExchange();
        request.Complete(request.Send(), new TokenUsage { InputTokens = 7 });

        Assert.Null(request.Prices.SoFar(request.Exchange));
    }

    [Fact]
    public void SoFar_QueuedInTheBackground_IsNotTold()
    {
        using var request = new ChargedExchange("/v1/responses", background: true);
        request.Complete(request.Send(), new TokenUsage { InputTokens = 7, OutputTokens = 0 });

        Assert.Null(request.Prices.SoFar(request.Exchange));
    }

    [Fact]
    public void SoFar_TierAskedWithoutAPrice_IsNotToldAsInTheBooks()
    {
        using var request = new ChargedExchange(tier: "flex");
        request.Complete(request.Send(), Reported);

        Assert.Equal(request.Sheet.Of(request.Exchange).Cost, request.Prices.SoFar(request.Exchange));
    }

    private static void AssertTold(decimal expected, ChargedExchange request)
    {
        Assert.Equal(expected, request.Prices.SoFar(request.Exchange));
        Assert.Equal(expected, request.Sheet.Of(request.Exchange).Cost);
    }
}
