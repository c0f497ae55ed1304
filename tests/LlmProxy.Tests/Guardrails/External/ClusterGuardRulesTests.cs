using LlmProxy.Configuration.Reading;
using LlmProxy.Tests.Configuration;

namespace LlmProxy.Tests.Guardrails.External;

public sealed class ClusterGuardRulesTests
{
    [Theory]
    [InlineData("openai", null)]
    [InlineData("OpenAI", null)]
    [InlineData("opnai", "LlmProxy:Guardrails:m:Cluster is 'opnai', which is no cluster with an Llm block; did you mean 'openai'?")]
    [InlineData("anthropic", "LlmProxy:Guardrails:m:Cluster is 'anthropic', whose provider 'anthropic' has nothing that guards of type 'moderation' could ask; name another cluster.")]
    [InlineData("callers", "LlmProxy:Guardrails:m:Cluster is 'callers', which has no credential but its callers'; name a cluster with an ApiKey of its own.")]
    public void Check_ClusterOfAGuard_CanBeAsked(string cluster, string? expected)
    {
        var reading = LlmConfigReader.Read(
            TestConfig.Of($$"""
                {
                  "ReverseProxy": {
                    "Clusters": {
                      "openai": { "Destinations": { "a": { "Address": "https://api.openai.com/" } }, "Llm": { "Provider": "openai", "ApiKey": "k" } },
                      "anthropic": { "Destinations": { "a": { "Address": "https://api.anthropic.com/" } }, "Llm": { "Provider": "anthropic", "ApiKey": "k" } },
                      "callers": { "Destinations": { "a": { "Address": "https://api.openai.com/" } }, "Llm": { "Provider": "openai", "Credential": "Caller" } }
                    }
                  },
                  "LlmProxy": { "Guardrails": { "m": { "Type": "moderation", "Cluster": "{{cluster}}" } } }
                }
                """),
            TestConfig.Env());

        Assert.Equal(expected is null ? [] : [expected], reading.Errors.Select(error => error.ToString()));
    }
}
