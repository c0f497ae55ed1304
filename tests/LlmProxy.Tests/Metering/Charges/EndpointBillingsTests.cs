using LlmProxy.Budgets;
using LlmProxy.Core.Protocols;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Metering.Charges;
using LlmProxy.Tests.Exchange.Delivery;

namespace LlmProxy.Tests.Metering.Charges;

public sealed class EndpointBillingsTests
{
    public static TheoryData<LlmEndpoint> Endpoints => [.. Enum.GetValues<LlmEndpoint>()];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public void Of_EveryEndpoint_HasARule(LlmEndpoint endpoint)
    {
        Assert.True(Enum.IsDefined(EndpointBillings.Of(At(endpoint))));
        Assert.NotEmpty(endpoint.Label());
        Assert.True(Enum.IsDefined<WireProtocol>(endpoint.Protocol()));
    }

    [Fact]
    public void Of_Tokenize_CostsNothing() => Assert.Equal(EndpointBilling.Free, EndpointBillings.Of(At(LlmEndpoint.Tokenize)));

    [Fact]
    public void Of_Compaction_IsAModelsWork()
    {
        Assert.Equal(EndpointBilling.Text, EndpointBillings.Of(At(LlmEndpoint.ResponseCompaction)));
        Assert.True(BudgetedEndpoints.Cost(At(LlmEndpoint.ResponseCompaction)));
        Assert.True(At(LlmEndpoint.ResponseCompaction).MakesAnswer);
        Assert.Equal(EndpointBilling.Free, EndpointBillings.Of(At(LlmEndpoint.ResponseObject)));
    }

    private static LlmExchange At(LlmEndpoint endpoint)
    {
        var usual = Exchanges.Create();
        usual.Context.Request.Method = "POST";
        return new LlmExchange(usual.Context, usual.Route, new LlmPath(endpoint, "/x"), usual.RequestId, 1);
    }
}
