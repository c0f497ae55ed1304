using LlmProxy.Limits;
using LlmProxy.Tests.Metering.Charges;

namespace LlmProxy.Tests.Limits;

public sealed class LimitDemandTests
{
    // Prompts have 50 tokens, at most 100, and answers 1,024; see FixedEstimator.
    [Theory]
    [InlineData("/v1/chat/completions", "POST", 1_124)]
    [InlineData("/v1/embeddings", "POST", 100)]
    [InlineData("/v1/rerank", "POST", 1)]
    [InlineData("/v1/realtime", "GET", 1)]
    [InlineData("/v1/messages/count_tokens", "POST", 0)]
    [InlineData("/v1/files", "POST", 0)]
    [InlineData("/v1/models", "GET", 0)]
    [InlineData("/v1/rerank", "GET", 0)]
    public void AtMost_Endpoint_WhatCostsAsksForOneAtLeast(string path, string method, long tokens)
    {
        using var request = new ChargedExchange(path, method);

        Assert.Equal(new LimitAmounts(tokens, null), new LimitDemand(request.Estimator).AtMost(request.Exchange));
    }
}
