using LlmProxy.Configuration;
using LlmProxy.Configuration.Routing;
using LlmProxy.Metering.Tokens;
using LlmProxy.Providers;

namespace LlmProxy.Tests.Metering.Tokens;

public sealed class TokenizerWarmUpTests
{
    [Fact]
    public void Encodings_ConfiguredModels_AreThoseThatTheyAreCountedBy()
    {
        var configuration = new LlmConfigModel { Clusters = [Cluster("gpt-4o*", "text-embedding-3-*"), Cluster("claude-*", "*")] };

        // What has no public tokenizer is counted by o200k_base.
        Assert.Equal(["o200k_base", "cl100k_base"], TokenizerWarmUp.Encodings(configuration));
    }

    private static LlmClusterModel Cluster(params string[] models) =>
        new() { ClusterId = "up", Provider = ProviderNames.OpenAi, Models = [.. models.Select(model => new ModelPattern(model))] };
}
