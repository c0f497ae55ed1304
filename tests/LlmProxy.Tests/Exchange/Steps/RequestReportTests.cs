using LlmProxy.Core.Protocols;
using LlmProxy.Exchange.Steps;
using LlmProxy.Tests.Metering.Charges;

namespace LlmProxy.Tests.Exchange.Steps;

public sealed class RequestReportTests
{
    private static readonly TokenUsage Reported = new() { InputTokens = 1_000, OutputTokens = 200 };

    [Theory]
    [InlineData("POST", "/v1/responses", true)]
    [InlineData("GET", "/v1/responses/resp_1", false)]
    [InlineData("GET", "/v1/batches/batch_1", false)]
    [InlineData("POST", "/v1/messages/count_tokens", false)]
    public void Of_ReportedCounts_AreUsageWhereSomethingIsBilled(string method, string path, bool isUsage)
    {
        using var request = new ChargedExchange(path, method, stream: false);
        request.Complete(request.Send(), Reported);

        Assert.Equal(isUsage ? Reported : default, new RequestReport(request.Clock).Of(request.Exchange).Usage);
    }
}
