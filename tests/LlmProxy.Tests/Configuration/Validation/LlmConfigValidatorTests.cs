using LlmProxy.Configuration.Validation;
using LlmProxy.Guardrails;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Tests.Configuration.Validation;

public class LlmConfigValidatorTests
{
    [Fact]
    public async Task Validate_GoodConfiguration_FindsNothingAndBuildsTheModel()
    {
        var findings = await Validate(Good());

        Assert.True(findings.IsValid);
        Assert.Empty(findings.Warnings);
        Assert.Equal("openai", Assert.Single(findings.Model.Clusters).ClusterId);
    }

    [Fact]
    public async Task Validate_GuardOfAHostsOwnType_IsKnownWhereTheHostAddsIt()
    {
        var root = TestConfig.Of("""{ "LlmProxy": { "Guardrails": { "mine": { "Type": "house-rules" } } } }""");

        var own = await new LlmConfigValidator(TestConfig.Env(), builder => builder.Services.AddSingleton<IGuardFactory, HouseRules>()).ValidateAsync(root);
        var other = await new LlmConfigValidator(TestConfig.Env()).ValidateAsync(root);

        Assert.Empty(own.Errors);
        Assert.Equal("LlmProxy:Guardrails:mine:Type", Assert.Single(other.Errors).Path);
    }

    private sealed class HouseRules : IGuardFactory
    {
        public string Type => "house-rules";

        public IReadOnlyCollection<string> Settings => [];

        public GuardDirections Directions => GuardDirections.Both;

        public Guard? Create(GuardDefinition definition) => null;
    }

    [Fact]
    public async Task Validate_ErrorsOfAllKinds_AreFoundTogether()
    {
        var findings = await Validate("""
            {
              "LlmProxy": { "Limits": { "MaxJsonDepth": 2 } },
              "ReverseProxy": {
                "Routes": {
                  "llm": { "ClusterId": "openai", "Llm": { "Clusters": [ "opneai" ] } },
                  "plain": { "ClusterId": "wbe", "Match": { "Path": "/" } }
                },
                "Clusters": {
                  "openai": {
                    "LoadBalancingPolicy": "Nope", "SessionAffinity": { "Enabled": true, "AffinityKeyName": "k", "Policy": "HashCookie" },
                    "Destinations": { "api": { "Address": "nowhere" } }, "Llm": { "Provider": "openai" }
                  },
                  "web": { "Destinations": { "d": { "Address": "http://localhost:1/" } } },
                  "empty": { "Llm": { "Provider": "openai" } }
                }
              }
            }
            """);

        Assert.Equal(
            [
                "LlmProxy:Limits:MaxJsonDepth is '2'; it must be from 8 to 1,000.",
                "ReverseProxy:Clusters:empty:Destinations is empty; give at least one destination with an address.",
                "ReverseProxy:Clusters:openai is refused by YARP; No matching ILoadBalancingPolicy found for the load balancing policy 'Nope' set on the cluster 'openai'.",
                "ReverseProxy:Clusters:openai:Destinations:api:Address is not an absolute http or https address; write it like 'https://api.example.com/v1', or 'sandbox:' for the built-in sandbox.",
                "ReverseProxy:Clusters:openai:SessionAffinity:Policy is 'HashCookie', which is not supported; set it to 'Cookie', which encrypts the cookie, or to 'CustomHeader' or 'ArrCookie'.",
                "ReverseProxy:Routes:llm is refused by YARP; Route 'llm' requires Hosts or Path specified. Set the Path to '/{**catchall}' to match all requests.",
                "ReverseProxy:Routes:llm:Llm:Clusters:0 is 'opneai', not a cluster with an Llm block; did you mean 'openai'?",
                "ReverseProxy:Routes:plain:ClusterId is 'wbe', which is no cluster; did you mean 'web'?",
            ],
            findings.Errors.Select(e => e.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Validate_ValuesThatYarpCannotRead_AreNamedOneByOne()
    {
        var findings = await Validate(Good(route: """ "Order": "first", """, cluster: """ "HttpRequest": { "ActivityTimeout": "long" }, """));

        Assert.Equal(
            ["ReverseProxy:Clusters:openai:HttpRequest:ActivityTimeout", "ReverseProxy:Routes:llm:Order"],
            findings.Errors.Select(e => e.Path).Order(StringComparer.Ordinal));
        Assert.All(findings.Errors, e => Assert.Contains("which YARP cannot read", e.Problem, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("LeastLatency")]
    [InlineData("weighted")]
    [InlineData("PrefixAffinity")]
    public async Task Validate_PoliciesOfThePlugin_AreKnown(string policy) =>
        Assert.True((await Validate(Good(cluster: $""" "LoadBalancingPolicy": "{policy}", """))).IsValid);

    [Fact]
    public async Task Validate_Weights_AreCheckedAgainstTheDestinations()
    {
        var findings = await Validate("""
            {
              "ReverseProxy": {
                "Clusters": {
                  "gpus": {
                    "LoadBalancingPolicy": "Weighted",
                    "Destinations": { "gpu0": { "Address": "http://gpu0/" }, "gpu1": { "Address": "http://gpu1/" } },
                    "Llm": { "Provider": "openai-compatible", "Weights": { "GPU0": 3, "gpu2": 1 } }
                  },
                  "wrong": {
                    "Destinations": { "a": { "Address": "http://a/" } },
                    "Llm": { "Provider": "openai-compatible", "Weights": { "a": -1, "b": "x", "c": 1.5 } }
                  }
                }
              }
            }
            """);

        Assert.Equal(
            [
                "ReverseProxy:Clusters:gpus:Llm:Weights:gpu2 is no destination of this cluster; did you mean 'gpu0'?",
                "ReverseProxy:Clusters:wrong:Llm:Weights:a is '-1'; it must be from 0 to 1,000,000.",
                "ReverseProxy:Clusters:wrong:Llm:Weights:b is 'x'; write a whole number.",
                "ReverseProxy:Clusters:wrong:Llm:Weights:c is '1.5'; write a whole number.",
            ],
            findings.Errors.Select(e => e.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Validate_UnknownTransform_IsRefused()
    {
        var findings = await Validate(Good(route: """ "Transforms": [ { "PathSett": "/x" } ], """));

        Assert.Equal("Unknown transform: PathSett", Assert.Single(findings.Errors).Remedy);
    }

    [Fact]
    public async Task Validate_LogLevelThatDoesNotExist_IsAnError()
    {
        var findings = await Validate("""{ "Logging": { "LogLevel": { "Default": "Loud" }, "Console": { "LogLevel": { "A.B": "debug" } } } }""");

        Assert.Equal(
            "Logging:LogLevel:Default is 'Loud', not a log level; it can be 'Trace', 'Debug', 'Information', 'Warning', 'Error', 'Critical', 'None'.",
            Assert.Single(findings.Errors).ToString());
    }

    [Fact]
    public async Task Validate_NamesThatNobodyReads_AreWarnings()
    {
        var file = TestConfig.Of("""
            {
              "$schema": "./x.json", "Logging": {}, "Sandbox": {}, "LmlProxy": {},
              "ReverseProxy": {
                "Route": {},
                "Routes": { "llm": { "ClusterId": "openai", "Match": { "Path": "/" }, "Lmm": {} } },
                "Clusters": { "openai": { "Destination": {}, "Llm": { "Provider": "openai" },
                  "Destinations": { "d": { "Address": "https://x.example.com" } } } }
              }
            }
            """);

        var findings = await new LlmConfigValidator(TestConfig.Env()).ValidateAsync(file, file);

        Assert.Empty(findings.Errors);
        Assert.Equal(
            [
                "LmlProxy is not read by anything; did you mean 'LlmProxy'?",
                "ReverseProxy:Clusters:openai:Destination is not read by anything; did you mean 'Destinations'?",
                "ReverseProxy:Route is not read by anything; did you mean 'Routes'?",
                "ReverseProxy:Routes:llm has no Llm block, but its cluster has, so requests go there without key and limits; give it an Llm block, even an empty one.",
                "ReverseProxy:Routes:llm:Lmm is not read by anything; did you mean 'Llm'?",
            ],
            findings.Warnings.Select(w => w.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Validate_SandboxAddress_IsFineWithoutASandbox()
    {
        Assert.True((await Validate(Good(address: "sandbox:"))).IsValid);
    }

    [Fact]
    public async Task Validate_Nothing_IsValid()
    {
        Assert.True((await Validate("{}")).IsValid);
    }

    [Fact]
    public async Task Validate_GuardThatReleasesText_IsWarnedOfWhereItJudgesAnswers()
    {
        static string With(string direction) => $$"""
            {
              "LlmProxy": { "Guardrails": { "quick": { "Type": "pii", "Release": "00:00:01.5" } } },
              "ReverseProxy": {
                "Routes": { "llm": { "ClusterId": "openai", "Match": { "Path": "/v1/{**rest}" }, "Llm": { "Guardrails": { "{{direction}}": [ "quick" ] } } } },
                "Clusters": { "openai": { "Destinations": { "api": { "Address": "https://api.example.com/" } }, "Llm": { "Provider": "openai", "ApiKey": "${KEY}" } } }
              }
            }
            """;

        Assert.Equal(
            "LlmProxy:Guardrails:quick:Release lets text of streamed answers go out unjudged once it was held back for 1.5 s, on llm; remove it where nothing may pass the guard unseen.",
            Assert.Single((await Validate(With("Output"))).Warnings).ToString());
        Assert.Empty((await Validate(With("Input"))).Warnings);
    }

    private static Task<ConfigurationFindings> Validate(string json) =>
        new LlmConfigValidator(TestConfig.Env()).ValidateAsync(TestConfig.Of(json));

    private static string Good(string route = "", string cluster = "", string address = "https://api.example.com/") => $$"""
        {
          "ReverseProxy": {
            "Routes": { "llm": { {{route}} "ClusterId": "openai", "Match": { "Path": "/v1/{**rest}" }, "Llm": {} } },
            "Clusters": {
              "openai": {
                {{cluster}} "Destinations": { "api": { "Address": "{{address}}" } }, "Llm": { "Provider": "openai", "ApiKey": "${KEY}" }
              }
            }
          }
        }
        """;
}
