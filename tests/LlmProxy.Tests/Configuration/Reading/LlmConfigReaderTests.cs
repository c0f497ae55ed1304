using LlmProxy.Configuration;
using LlmProxy.Configuration.Reading;
using LlmProxy.Configuration.Routing;

namespace LlmProxy.Tests.Configuration.Reading;

public class LlmConfigReaderTests
{
    [Fact]
    public void Read_FullCluster_IsResolved()
    {
        var reading = Read(
            """
            {
              "Provider": "Anthropic", "ApiKey": "${KEY}", "Models": [ "claude-*" ], "Aliases": { "llama3:8b": "claude-x" },
              "Headers": { "X-Team": "team ${ORG}" }, "DefaultMaxTokens": 1000, "Thinking": "Budget", "StreamUsage": false
            }
            """,
            ("KEY", "k"), ("ORG", "o"));

        Assert.Empty(reading.Errors);
        var cluster = Assert.Single(reading.ToModel().Clusters);
        Assert.Equal("c", cluster.ClusterId);
        Assert.Equal("anthropic", cluster.Provider);
        Assert.Equal("k", cluster.ApiKey?.Reveal());
        Assert.Equal("claude-*", Assert.Single(cluster.Models).Text);
        Assert.Equal("claude-x", cluster.Aliases["llama3:8b"]);
        var header = Assert.Single(cluster.Headers);
        Assert.Equal(("X-Team", "team o"), (header.Key, header.Value.Reveal()));
        Assert.Equal(1_000, cluster.DefaultMaxTokens);
        Assert.Equal(ThinkingStyle.Budget, cluster.Thinking);
        Assert.False(cluster.StreamUsage);
        Assert.True(cluster.IsUsable);
        Assert.False(cluster.IsSandbox);
    }

    [Fact]
    public void Read_UnsetVariables_MakeTheClusterUnusableWithoutAnError()
    {
        var reading = Read("""{ "Provider": "openai", "ApiKey": "${KEY}", "Headers": { "A": "${ORG}", "B": "${KEY}" } }""");

        Assert.Empty(reading.Errors);
        var cluster = Assert.Single(reading.ToModel().Clusters);
        Assert.False(cluster.IsUsable);
        Assert.Equal(["KEY", "ORG"], cluster.MissingKeys);
        Assert.Null(cluster.ApiKey);
    }

    [Fact]
    public void Read_CallersCredential_NeedsNoKeyOfTheCluster()
    {
        var reading = Read("""{ "Provider": "openai", "ApiKey": "${KEY}", "Credential": "Caller" }""");

        Assert.True(Assert.Single(reading.ToModel().Clusters).IsUsable);
    }

    [Theory]
    [InlineData("""{ }""", "Provider is missing; it must be set.")]
    [InlineData("""{ "Provider": "opnai" }""", "Provider is 'opnai', not a provider; did you mean 'openai'?")]
    [InlineData("""{ "Provider": "openai", "ApiKey": "${KEY" }""", "ApiKey has '${' without '}'; write ${NAME} for an environment variable, ${file:PATH} for a file, with plain ASCII behind it.")]
    [InlineData("""{ "Provider": "openai", "Models": [ "a", "a" ] }""", "Models:1 lists 'a' again; remove one of the two.")]
    [InlineData("""{ "Provider": "openai", "Models": [ "a " ] }""", "Models:0 is 'a ', with a space at its edge; remove the space.")]
    [InlineData("""{ "Provider": "openai", "Models": [ "a" ], "Aliases": { "a": "b" } }""", "Models:0 lists 'a', which is an alias too; remove it here or there.")]
    [InlineData("""{ "Provider": "openai", "Aliases": { "a*": "b" } }""", "Aliases:a* has a '*', but an alias is one exact name; write the name in full.")]
    [InlineData("""{ "Provider": "openai", "Aliases": { "a": "a" } }""", "Aliases:a leads back to itself; let it name a model of the provider.")]
    [InlineData("""{ "Provider": "openai", "Headers": { "Host": "x" } }""", "Headers:Host is a header that the gateway itself manages; remove it.")]
    [InlineData("""{ "Provider": "openai", "Headers": { "X-LlmProxy-Cost": "x" } }""", "Headers:X-LlmProxy-Cost is a header that the gateway itself manages; remove it.")]
    [InlineData("""{ "Provider": "openai", "Headers": { "a b": "x" } }""", "Headers:a b is not a header's name; write letters, digits and hyphens.")]
    [InlineData("""{ "Provider": "openai", "ApiVersion": "2024-10-21" }""", "ApiVersion has no meaning for the provider 'openai'; remove it, or set the provider to 'azure-openai'.")]
    [InlineData("""{ "Provider": "openai", "DefaultMaxTokens": 5 }""", "DefaultMaxTokens has no meaning for the provider 'openai'; remove it, or set the provider to 'anthropic'.")]
    [InlineData("""{ "Provider": "openai", "Thinking": "Budget" }""", "Thinking has no meaning for the provider 'openai'; remove it, or set the provider to 'anthropic'.")]
    [InlineData("""{ "Provider": "azure-openai", "ApiVersion": "2024-10-21&x=y" }""", "ApiVersion is '2024-10-21&x=y', not an API version; write it like '2024-10-21'.")]
    [InlineData("""{ "Provider": "anthropic", "DefaultMaxTokens": 0 }""", "DefaultMaxTokens is '0'; it must be from 1 to 1,000,000.")]
    public void Read_OneThingWrongInACluster_IsReported(string llm, string expected)
    {
        var error = Assert.Single(Read(llm).Clusters[0].Errors);

        Assert.Equal($"ReverseProxy:Clusters:c:Llm:{expected}", error.ToString());
    }

    [Fact]
    public void Read_AliasesInACircle_AreAllReported()
    {
        var reading = Read("""{ "Provider": "openai", "Aliases": { "a": "b", "b": "c", "c": "a", "d": "a", "e": "x" } }""");

        Assert.Equal(
            ["a", "b", "c"],
            reading.Clusters[0].Errors.Select(e => e.Path[^1].ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("""{ "ClusterId": "c", "Llm": { "Clusters": [ "d" ] } }""", "Llm:Clusters:0 is 'd', not a cluster with an Llm block; did you mean 'c'?")]
    [InlineData("""{ "ClusterId": "plain", "Llm": {} }""", "ClusterId is 'plain', not a cluster with an Llm block; it can be 'c'.")]
    [InlineData("""{ "ClusterId": "nobody", "Llm": {} }""", "ClusterId is 'nobody', not a cluster with an Llm block; it can be 'c'.")]
    [InlineData("""{ "Llm": {} }""", "ClusterId is missing; name the cluster that takes what no other cluster claims.")]
    [InlineData("""{ "ClusterId": "c", "Llm": { "MaxRequestBodyBytes": 100 } }""", "Llm:MaxRequestBodyBytes is '100'; it must be from 1,024 to 2,000,000,000.")]
    [InlineData("""{ "ClusterId": "c", "Llm": { "MaxRequestBodyBytes": 1100000000 } }""", "Llm:MaxRequestBodyBytes is 1100000000, more than the whole process may hold; it must be at most LlmProxy:Limits:MaxBufferedBytes, 1073741824.")]
    public void Read_OneThingWrongInARoute_IsReported(string route, string expected)
    {
        var reading = LlmConfigReader.Read(
            TestConfig.Of($$"""
                {
                  "ReverseProxy": {
                    "Routes": { "r": {{route}} },
                    "Clusters": { "c": { "Llm": { "Provider": "openai" } }, "plain": {} }
                  }
                }
                """),
            TestConfig.Env());

        Assert.Equal($"ReverseProxy:Routes:r:{expected}", Assert.Single(reading.Routes[0].Errors).ToString());
    }

    [Fact]
    public void Read_RouteWithClusters_MayUseThoseAndItsOwn()
    {
        var reading = LlmConfigReader.Read(
            TestConfig.Of("""
                {
                  "LlmProxy": { "Limits": { "MaxRequestBodyBytes": 5000 } },
                  "ReverseProxy": {
                    "Routes": {
                      "all": { "ClusterId": "a", "Llm": { "MaxRequestBodyBytes": 2000 } },
                      "some": { "ClusterId": "A", "Llm": { "Clusters": [ "c" ] } },
                      "plain": { "ClusterId": "a" }
                    },
                    "Clusters": {
                      "a": { "Llm": { "Provider": "openai" } }, "b": { "Llm": { "Provider": "openai" } },
                      "c": { "Llm": { "Provider": "openai", "Models": [ "*" ] } }
                    }
                  }
                }
                """),
            TestConfig.Env());

        Assert.Empty(reading.Errors);
        var model = reading.ToModel();
        Assert.Equal(["all", "some"], model.Routes.Select(r => r.RouteId));
        Assert.Equal(["a", "b", "c"], model.Routes[0].Clusters.Select(c => c.ClusterId));
        Assert.Equal(["a", "c"], model.Routes[1].Clusters.Select(c => c.ClusterId));
        Assert.Equal("a", model.Routes[1].ClusterId);
        Assert.Equal([2000, 5000], model.Routes.Select(r => r.MaxRequestBodyBytes));
        Assert.Equal("c", model.Routes[1].Router.Pick("x").Cluster?.ClusterId);
        Assert.Equal(ModelPickReason.Matched, model.Routes[1].Router.Pick("x").Reason);
    }

    [Fact]
    public void Read_ProxySection_IsResolvedWithDefaults()
    {
        var proxy = LlmConfigReader.Read(
            TestConfig.Of("""
                {
                  "LlmProxy": {
                    "AllowAnonymous": true, "Limits": { "MaxJsonDepth": 64 }, "Access": { "AdminKey": "${ADMIN}", "OpenHealth": true },
                    "Telemetry": { "Console": true, "OtlpEndpoint": "http://otel:4317", "SampleRatio": 0.5 }
                  }
                }
                """),
            TestConfig.Env(("ADMIN", "s3"))).Proxy;

        Assert.Empty(proxy.Errors);
        Assert.True(proxy.Model.AllowAnonymous);
        Assert.Equal(64, proxy.Model.Limits.MaxJsonDepth);
        Assert.Equal(32 * 1024 * 1024, proxy.Model.Limits.MaxRequestBodyBytes);
        Assert.Equal("s3", proxy.Model.Access.AdminKey?.Reveal());
        Assert.True(proxy.Model.Access.OpenHealth);
        Assert.False(proxy.Model.Access.OpenMetrics);
        Assert.Equal(new Uri("http://otel:4317"), proxy.Model.Telemetry.OtlpEndpoint);
        Assert.Equal(0.5, proxy.Model.Telemetry.SampleRatio);
    }

    [Fact]
    public void Read_NoAdminKeyConfigured_TakesItsVariable()
    {
        var access = LlmConfigReader.Read(TestConfig.Of("{}"), TestConfig.Env(("LLMPROXY_ADMIN_KEY", "s3"))).Proxy.Model.Access;

        Assert.Equal("s3", access.AdminKey?.Reveal());
    }

    [Fact]
    public void Read_AdminKeyOfAnUnsetVariable_IsNoKeyAndSaysWhich()
    {
        var config = TestConfig.Of("""{ "LlmProxy": { "Access": { "AdminKey": "${ADMIN}" } } }""");

        var access = LlmConfigReader.Read(config, TestConfig.Env(("LLMPROXY_ADMIN_KEY", "s3"))).Proxy.Model.Access;

        Assert.Null(access.AdminKey);
        Assert.Equal(["ADMIN"], access.MissingKeys);
    }

    [Theory]
    [InlineData("""{ "Limits": { "MaxBufferedBytes": 2000 } }""", "LlmProxy:Limits:MaxBufferedBytes is 2000, less than one body of 33554432 bytes; it must be at least MaxRequestBodyBytes.")]
    [InlineData("""{ "Telemetry": { "OtlpEndpoint": "otel:4317" } }""", "LlmProxy:Telemetry:OtlpEndpoint is not an absolute http or https address; write it like 'http://localhost:4317'.")]
    [InlineData("""{ "Telemetry": { "SampleRatio": 1.5 } }""", "LlmProxy:Telemetry:SampleRatio is '1.5'; it must be from 0 to 1.")]
    [InlineData("""{ "Weather": {} }""", "LlmProxy:Weather is not a setting; it can be 'AllowAnonymous', 'Limits', 'Access', 'Telemetry', 'Shutdown', 'Guardrails', 'Prompts', 'Experiments', 'Prices', 'Tokens', 'Storage', 'Ledger', 'Keys', 'Tenants', 'RateLimits', 'Budgets', 'Webhooks', 'Cors', 'ReasoningModels'.")]
    public void Read_OneThingWrongInTheProxySection_IsReported(string proxy, string expected)
    {
        var reading = LlmConfigReader.Read(TestConfig.Of($$"""{ "LlmProxy": {{proxy}} }"""), TestConfig.Env());

        Assert.Equal(expected, Assert.Single(reading.Errors).ToString());
    }

    [Fact]
    public void Read_SecretOrSettingChanges_StampsChangeAndHoldNoSecret()
    {
        const string Llm = """{ "Provider": "openai", "ApiKey": "${KEY}" }""";
        var first = Read(Llm, ("KEY", "one"));

        Assert.Equal(first.Clusters[0].Stamp, Read(Llm, ("KEY", "one")).Clusters[0].Stamp);
        Assert.Equal(first.Routes[0].Stamp, Read(Llm, ("KEY", "one")).Routes[0].Stamp);
        Assert.NotEqual(first.Clusters[0].Stamp, Read(Llm, ("KEY", "two")).Clusters[0].Stamp);
        Assert.NotEqual(first.Routes[0].Stamp, Read(Llm, ("KEY", "two")).Routes[0].Stamp);
        Assert.NotEqual(first.Routes[0].Stamp, Read(Llm).Routes[0].Stamp);
        Assert.Matches("^[0-9a-f]{64}$", first.Clusters[0].Stamp);
    }

    private static LlmConfigReading Read(string llm, params (string Name, string Value)[] environment) => LlmConfigReader.Read(
        TestConfig.Of($$"""
            {
              "ReverseProxy": {
                "Routes": { "r": { "ClusterId": "c", "Llm": {} } },
                "Clusters": { "c": { "Llm": {{llm}} } }
              }
            }
            """),
        TestConfig.Env(environment));
}
