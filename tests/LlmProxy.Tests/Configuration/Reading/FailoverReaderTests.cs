using LlmProxy.Configuration;
using LlmProxy.Configuration.Reading;
using LlmProxy.Configuration.Validation;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Tests.Configuration.Reading;

public class FailoverReaderTests
{
    private static readonly (string, string)[] AllKeys = [("O", "o"), ("Z", "z"), ("A", "a")];

    [Fact]
    public void Read_Chains_AreResolvedToClustersAndNames() => Assert.Equal(
        ["openai/gpt-4.1", "azure/my-deployment", "openai/gpt-4o-mini", "anthropic/other", "anthropic/claude-4@20250514"],
        Chain("""{ "Fallbacks": { "claude-*": [ "gpt-4.1", "gpt-4o@azure", "fast", "other@anthropic", "claude-4@20250514" ] }, "Retry": { "OtherClusters": false } }""", "claude-x"));

    [Fact]
    public void Read_ClusterWithoutItsKey_IsLeftOutOfTheChain() => Assert.Equal(
        ["openai/gpt-4o-mini"],
        Chain(
            """{ "Fallbacks": { "gpt-4o": [ "claude-x", "y@anthropic", "gpt-4o-mini" ] }, "Retry": { "OtherClusters": false } }""",
            "gpt-4o",
            environment: [("O", "o"), ("Z", "z")]));

    [Fact]
    public void Read_NoKeysAtAll_IsNoError() => Assert.Empty(Chain("""{ "Fallbacks": { "gpt-4o": [ "claude-x" ] } }""", "gpt-4o", environment: []));

    [Fact]
    public void Read_EmptyList_TurnsThePatternsFallbacksOff()
    {
        const string Route = """{ "Fallbacks": { "*": [ "gpt-4o-mini" ], "claude-x": [] }, "Retry": { "OtherClusters": false } }""";

        Assert.Empty(Chain(Route, "claude-x"));
        Assert.Equal(["openai/gpt-4o-mini"], Chain(Route, "claude-y"));
    }

    [Fact]
    public void Read_ClassesOfFailure_HaveTheirOwnChains()
    {
        const string Route = """
            {
              "Fallbacks": { "gpt-4o": [ "claude-x" ] }, "Retry": { "OtherClusters": false },
              "FallbacksOn": { "ContextLength": { "gpt-4o": [ "gpt-4.1" ] }, "ContentFilter": { "gpt-*": [ "claude-y" ] }, "RateLimit": { "gpt-4o": [ "fast" ] } }
            }
            """;

        Assert.Equal(["anthropic/claude-x"], Chain(Route, "gpt-4o"));
        Assert.Equal(["openai/gpt-4.1"], Chain(Route, "gpt-4o", FailureClass.ContextLength));
        Assert.Equal(["anthropic/claude-y"], Chain(Route, "gpt-4o", FailureClass.ContentFilter));
        Assert.Equal(["openai/gpt-4o-mini"], Chain(Route, "gpt-4o", FailureClass.RateLimit));
    }

    [Fact]
    public void Read_ModelsThatNameEachOther_AreFine() => Assert.Equal(
        ["anthropic/claude-x"],
        Chain("""{ "Fallbacks": { "gpt-4o": [ "claude-x" ], "claude-x": [ "gpt-4o" ] }, "Retry": { "OtherClusters": false } }""", "gpt-4o"));

    [Theory]
    [InlineData("""{ "Fallbacks": { "gpt-4o": [ "mystery" ] } }""", "Fallbacks:gpt-4o:0 is 'mystery', a model that no cluster of this route lists; list it in a cluster's Models, or write 'model@cluster'.")]
    [InlineData("""{ "Fallbacks": { "gpt-4o": [ "gpt-4o@azur" ] } }""", "Fallbacks:gpt-4o:0 is 'gpt-4o@azur', but 'azur' is no cluster of this route; did you mean 'azure'?")]
    [InlineData("""{ "Clusters": [ "openai" ], "Fallbacks": { "gpt-4o": [ "gpt-4o@azure" ] } }""", "Fallbacks:gpt-4o:0 is 'gpt-4o@azure', but 'azure' is no cluster of this route; it can be 'openai'.")]
    [InlineData("""{ "Fallbacks": { "gpt-4o": [ "gpt-4o" ] } }""", "Fallbacks:gpt-4o:0 is the model itself; remove it, or name another cluster for it, as 'gpt-4o@cluster'.")]
    [InlineData("""{ "Fallbacks": { "gpt-4o": [ "fast", "claude-x", "fast" ] } }""", "Fallbacks:gpt-4o:2 lists 'fast' again; remove one of the two.")]
    [InlineData("""{ "Fallbacks": { "gpt-4o": [ "claude-*" ] } }""", "Fallbacks:gpt-4o:0 is 'claude-*', but it must be one model; write its name in full, without '*' and spaces.")]
    [InlineData("""{ "Fallbacks": { "gpt-4o ": [ "fast" ] } }""", "Fallbacks:gpt-4o  has a space at its edge; remove the space.")]
    [InlineData("""{ "Fallbacks": { "gpt-4o": [ "private-1" ] } }""", "Fallbacks:gpt-4o:0 is 'private-1', at the cluster 'callers', which is sent the caller's own credential; name a model of a cluster with a key of its own; a caller's goes nowhere but where the caller sent it.")]
    [InlineData("""{ "FallbacksOn": { "RateLimit": { "gpt-4o": [ "gpt-4o@callers" ] } } }""", "FallbacksOn:RateLimit:gpt-4o:0 is 'gpt-4o@callers', at the cluster 'callers', which is sent the caller's own credential; name a model of a cluster with a key of its own; a caller's goes nowhere but where the caller sent it.")]
    [InlineData("""{ "Shadow": { "Target": "x@callers" } }""", "Shadow:Target is 'x@callers', at the cluster 'callers', which is sent the caller's own credential; name a model of a cluster with a key of its own; a caller's goes nowhere but where the caller sent it.")]
    [InlineData("""{ "Shadow": { "Target": "mystery" } }""", "Shadow:Target is 'mystery', a model that no cluster of this route lists; list it in a cluster's Models, or write 'model@cluster'.")]
    [InlineData("""{ "FallbacksOn": { "ContextLength": { "gpt-4o": [ "gtp-4.1" ] } } }""", "FallbacksOn:ContextLength:gpt-4o:0 is 'gtp-4.1', a model that no cluster of this route lists; list it in a cluster's Models, or write 'model@cluster'.")]
    [InlineData("""{ "Retry": { "BaseDelay": "00:00:20" } }""", "Retry:BaseDelay is 00:00:20, longer than the longest wait; it must be at most MaxDelay, 00:00:10.")]
    [InlineData("""{ "Retry": { "MaxAttempts": 9 } }""", "Retry:MaxAttempts is 9, more than one request may have; it must be at most MaxTotal, 8.")]
    [InlineData("""{ "Timeouts": { "FirstByte": "00:01:00", "Total": "00:00:30" } }""", "Timeouts:FirstByte is 00:01:00, longer than the whole request may take; it must be at most Total, 00:00:30.")]
    [InlineData("""{ "Timeouts": { "Idle": "00:01:00", "Total": "00:00:30" } }""", "Timeouts:Idle is 00:01:00, longer than the whole request may take; it must be at most Total, 00:00:30.")]
    [InlineData("""{ "Timeouts": { "Connect": "00:00:02", "Total": "00:00:01" } }""", "Timeouts:Connect is 00:00:02, longer than the whole request may take; it must be at most Total, 00:00:01.")]
    [InlineData("""{ "Timeouts": { "Total": "00:00:30" }, "Gate": { "MaxHold": "00:00:31" } }""", "Gate:MaxHold is 00:00:31, longer than the whole request may take; it must be at most Timeouts:Total, 00:00:30.")]
    [InlineData("""{ "Hedge": { "Percentile": 0.4 } }""", "Hedge:Percentile is '0.4'; it must be from 0.5 to 0.999.")]
    [InlineData("""{ "LastResort": { "Text": "" } }""", "LastResort:Text is empty; leave it out, or write a text.")]
    public void Read_OneThingWrongInARoute_IsReportedWhateverKeysThereAre(string llm, string expected)
    {
        foreach (var environment in new[] { AllKeys, [] })
        {
            Assert.Equal($"ReverseProxy:Routes:r:Llm:{expected}", Assert.Single(Read(llm, environment).Routes[0].Errors).ToString());
        }
    }

    [Theory]
    [InlineData("""{ "Provider": "openai", "Breaker": { "OpenFor": "00:10:00" } }""", "Breaker:OpenFor is 00:10:00, longer than a circuit may stay open; it must be at most MaxOpenFor, 00:05:00.")]
    [InlineData("""{ "Provider": "openai", "Timeouts": { "Idle": "00:01:00", "Total": "00:00:30" } }""", "Timeouts:Idle is 00:01:00, longer than the whole request may take; it must be at most Total, 00:00:30.")]
    [InlineData("""{ "Provider": "openai", "Breaker": { "FailureRate": 50 } }""", "Breaker:FailureRate is '50'; it must be from 0.01 to 1.")]
    public void Read_OneThingWrongInACluster_IsReported(string llm, string expected)
    {
        var reading = LlmConfigReader.Read(TestConfig.Of($$"""{ "ReverseProxy": { "Clusters": { "c": { "Llm": {{llm}} } } } }"""), TestConfig.Env());

        Assert.Equal($"ReverseProxy:Clusters:c:Llm:{expected}", Assert.Single(reading.Errors).ToString());
    }

    [Theory]
    [InlineData("""{ "Timeouts": { "Total": "00:00:02" } }""")]
    [InlineData("""{ "Fallbacks": { "gpt-4o": [ "fast@openai", "anything@azure" ] } }""")]
    [InlineData("""{ "Fallbacks": { "claude-v2:1": [ "claude-v3:0" ] } }""")]
    public void Read_WhatIsMeant_IsNoError(string llm) => Assert.Empty(Read(llm, AllKeys).Errors);

    [Fact]
    public void Read_OwnClusterThatListsNothing_TakesAnyFallback()
    {
        var reading = LlmConfigReader.Read(
            TestConfig.Of("""
                {
                  "ReverseProxy": {
                    "Routes": { "r": { "ClusterId": "local", "Llm": { "Fallbacks": { "big": [ "small" ] } } } },
                    "Clusters": { "local": { "Llm": { "Provider": "openai-compatible" } } }
                  }
                }
                """),
            TestConfig.Env());

        Assert.Empty(reading.Errors);
        Assert.Equal(["local/small"], reading.Routes[0].Model!.Failover.Chains.For("big", FailureClass.General).Select(t => $"{t.Cluster.ClusterId}/{t.Model}"));
    }

    [Fact]
    public void Read_ASettingOfTheRoutesFailoverChanges_ChangesItsStamp()
    {
        string[] routes =
        [
            "{}",
            """{ "Fallbacks": { "gpt-4o": [ "fast" ] } }""",
            """{ "Fallbacks": { "gpt-4o": [] } }""",
            """{ "Fallbacks": { "gpt-4o": [ "claude-x", "fast" ] } }""",
            """{ "Fallbacks": { "gpt-4o": [ "fast", "claude-x" ] } }""",
            """{ "Gate": { "MinSpeed": 1 } }""",
            """{ "Shadow": { "Percent": 2 } }""",
        ];

        Assert.Equal(routes.Length, routes.Select(route => Read(route, AllKeys).Routes[0].Stamp).Distinct().Count());
    }

    [Theory]
    [InlineData("""{ "Fallbacks": { "gtp-4o": [ "fast" ] } }""", "Fallbacks:gtp-4o is for a model that no cluster of this route lists; check the name, or list it in a cluster's Models.")]
    [InlineData("""{ "FallbacksOn": { "ContentFilter": { "gtp-4o": [ "fast" ] } } }""", "FallbacksOn:ContentFilter:gtp-4o is for a model that no cluster of this route lists; check the name, or list it in a cluster's Models.")]
    [InlineData("""{ "Clusters": [ "openai" ], "Hedge": { "Enabled": true } }""", "Hedge is enabled, but there is nowhere to send a second attempt; give a cluster two destinations, let two clusters list a model, or add Fallbacks.")]
    [InlineData("""{ "Shadow": { "Percent": 5 } }""", "Shadow has no Target, so nothing is copied; name a model, or remove it.")]
    [InlineData("""{ "Timeouts": { "Total": "00:01:00" }, "Fallbacks": { "gpt-4o": [ "fast", "claude-x" ] } }""", "Timeouts leaves 00:01:00 for a request, but 3 models that keep silent for 00:00:30 (as at the cluster 'anthropic') take 00:01:30, so the last may not get their turn; shorten FirstByte, or lengthen Total.")]
    public async Task Validate_WhatHasNoEffect_IsAWarning(string llm, string expected) => Assert.Equal(
        $"ReverseProxy:Routes:r:Llm:{expected}", Assert.Single((await Validate(llm)).Warnings).ToString());

    [Theory]
    [InlineData("""{ "Hedge": { "Enabled": true } }""")]
    [InlineData("""{ "Clusters": [ "anthropic" ], "Hedge": { "Enabled": true }, "Fallbacks": { "claude-x": [ "gpt-4o" ] } }""")]
    [InlineData("""{ "Clusters": [ "openai", "two" ], "Hedge": { "Enabled": true } }""")]
    [InlineData("""{ "Shadow": { "Target": "claude-x", "Percent": 5 } }""")]
    [InlineData("""{ "Timeouts": { "Total": "00:01:30" }, "Fallbacks": { "gpt-4o": [ "fast", "claude-x" ] } }""")]
    public async Task Validate_WhatIsMeant_IsNoWarning(string llm)
    {
        var findings = await Validate(llm);

        Assert.Empty(findings.Errors);
        Assert.Empty(findings.Warnings);
    }

    private static Task<ConfigurationFindings> Validate(string llm) =>
        new LlmConfigValidator(TestConfig.Env(AllKeys)).ValidateAsync(TestConfig.Of(Config(llm)));

    private static IEnumerable<string> Chain(
        string llm, string model, FailureClass failure = FailureClass.General, (string, string)[]? environment = null)
    {
        var reading = Read(llm, environment ?? AllKeys);
        Assert.Empty(reading.Errors);
        return reading.Routes[0].Model!.Failover.Chains.For(model, failure).Select(target => $"{target.Cluster.ClusterId}/{target.Model}");
    }

    private static LlmConfigReading Read(string llm, (string, string)[] environment) =>
        LlmConfigReader.Read(TestConfig.Of(Config(llm)), TestConfig.Env(environment));

    private static string Config(string llm) => $$"""
        {
          "ReverseProxy": {
            "Routes": { "r": { "ClusterId": "openai", "Match": { "Path": "/v1/{**rest}" }, "Llm": {{llm}} } },
            "Clusters": {
              "openai": {
                "Destinations": { "d": { "Address": "http://o/" } },
                "Llm": { "Provider": "openai", "ApiKey": "${O}", "Models": [ "gpt-*" ], "Aliases": { "fast": "gpt-4o-mini" } }
              },
              "azure": {
                "Destinations": { "d": { "Address": "http://z/" } },
                "Llm": { "Provider": "azure-openai", "ApiKey": "${Z}", "Aliases": { "gpt-4o": "my-deployment" } }
              },
              "anthropic": {
                "Destinations": { "d": { "Address": "http://a/" } },
                "Llm": { "Provider": "anthropic", "ApiKey": "${A}", "Models": [ "claude-*" ] }
              },
              "callers": {
                "Destinations": { "d": { "Address": "http://c/" } },
                "Llm": { "Provider": "openai", "Credential": "Caller", "Models": [ "private-*" ] }
              },
              "two": {
                "Destinations": { "d": { "Address": "http://t/" }, "e": { "Address": "http://u/" } },
                "Llm": { "Provider": "openai", "Models": [ "double" ] }
              },
              "sandbox": {
                "Destinations": { "d": { "Address": "http://s/" } },
                "Llm": { "Provider": "sandbox", "Models": [ "sandbox*", "*" ] }
              }
            }
          }
        }
        """;
}
