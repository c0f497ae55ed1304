using LlmProxy.FunctionalTests.Guardrails.Matrix;
using LlmProxy.FunctionalTests.Support;
using static LlmProxy.FunctionalTests.Guardrails.SchemaRetryGateway;

namespace LlmProxy.FunctionalTests.Guardrails;

/// <summary>The metrics of a process are those of all its gateways, so no other may run.</summary>
[Collection(AloneGroup.Name)]
public sealed class SchemaRetryMetricsTests
{
    [Theory]
    [InlineData(Good, "kept")]
    [InlineData(Bad, "failed")]
    [InlineData(null, "unanswered")]
    public async Task Retry_HowItEnded_IsCounted(string? second, string outcome)
    {
        await using var gateway = await SchemaRetryGateway.StartAsync(new ChatWire(), (_, number) => number == 1 ? Bad : second, route: """, "Retry": { "MaxAttempts": 1 } """);

        await gateway.AskAsync(new ChatWire(), stream: false);

        var counted = (await gateway.Gateway.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative))).Split('\n')
            .Where(line => line.StartsWith("llmproxy_guardrail_retries", StringComparison.Ordinal));
        Assert.Equal([$"llmproxy_guardrail_retries_total{{llmproxy_outcome=\"{outcome}\",llmproxy_route=\"llm\"}} 1"], counted);
    }
}
