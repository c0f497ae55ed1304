using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Files;
using LlmProxy.Configuration.Validation;
using LlmProxy.Failover.Failures;
using Microsoft.Extensions.Configuration;
using Newtonsoft.Json.Linq;
using NJsonSchema;

namespace LlmProxy.Tests.Configuration;

public class SampleFilesTests
{
    [Theory]
    [MemberData(nameof(SampleFiles.Names), MemberType = typeof(SampleFiles))]
    public async Task EverySample_SchemaAndValidator_FindNothing(string name)
    {
        var schema = await JsonSchema.FromFileAsync(Path.Combine(SampleFiles.Root, "config", "llmproxy.schema.json"));
        Assert.Empty(schema.Validate(JObject.Parse(SampleFiles.Read(name))));

        var findings = await Validate(name, TestConfig.Env());
        Assert.Empty(findings.Errors);
        Assert.Empty(findings.Warnings);
    }

    [Fact]
    public async Task Default_NoKeys_SandboxAnswersEverything()
    {
        var model = (await Validate("config/llmproxy.json", TestConfig.Env())).Model;

        Assert.Equal("sandbox", Assert.Single(model.Clusters, c => c.IsUsable).ClusterId);
        foreach (var route in model.Routes)
        {
            Assert.Equal("sandbox", route.Router.Pick("gpt-4o").Cluster?.ClusterId);
            Assert.Equal("sandbox", route.Router.Pick("mystery").Cluster?.ClusterId);
            Assert.Equal("sandbox", route.Router.Default()?.ClusterId);
        }
    }

    [Theory]
    [InlineData("OPENAI_API_KEY", "gpt-4o", "openai", "openai")]
    [InlineData("OPENAI_API_KEY", "mystery", "openai", "openai")]
    [InlineData("OPENAI_API_KEY", "sandbox", "sandbox", "openai")]
    [InlineData("ANTHROPIC_API_KEY", "claude-sonnet-4-20250514", "anthropic", "anthropic")]
    [InlineData("ANTHROPIC_API_KEY", "gpt-4o", null, "anthropic")]
    [InlineData("GROQ_API_KEY", "llama-3.3-70b-versatile", "groq", "groq")]
    [InlineData("MISTRAL_API_KEY", "mistral-large-latest", "mistral", "mistral")]
    [InlineData("DEEPSEEK_API_KEY", "deepseek-chat", "deepseek", "deepseek")]
    [InlineData("OPENROUTER_API_KEY", "anthropic/claude-sonnet-4", "openrouter", "openrouter")]
    public async Task Default_OneKey_ItsModelsGoThere(string variable, string asked, string? cluster, string withoutModel)
    {
        var model = (await Validate("config/llmproxy.json", TestConfig.Env((variable, "x")))).Model;

        Assert.Equal(cluster, model.Routes[0].Router.Pick(asked).Cluster?.ClusterId);
        Assert.Equal(withoutModel, model.Routes[0].Router.Default()?.ClusterId);
    }

    [Theory]
    [InlineData("gpt-4o", FailureClass.General, "claude-sonnet-4-20250514@anthropic gpt-4o-mini@openai")]
    [InlineData("claude-opus-4", FailureClass.General, "gpt-4o@openai gpt-4o-mini@openai")]
    [InlineData("gpt-4o-mini", FailureClass.General, "llama-3.3-70b-versatile@groq")]
    [InlineData("gpt-4o-2024-11-20", FailureClass.ContextLength, "gpt-4.1@openai")]
    [InlineData("llama-3.3-70b-versatile", FailureClass.ContextLength, "gpt-4o@openai gpt-4.1@openai")]
    [InlineData("gpt-4o", FailureClass.ContentFilter, "claude-sonnet-4-20250514@anthropic")]
    [InlineData("gpt-4o", FailureClass.RateLimit, "gpt-4o-mini@openai claude-sonnet-4-20250514@anthropic")]
    public async Task Failover_AllKeys_ChainsLeadWhereTheFileSays(string asked, FailureClass failure, string chain)
    {
        var secrets = TestConfig.Env(
            ("OPENAI_API_KEY", "o"), ("OPENAI_API_KEY_2", "p"), ("ANTHROPIC_API_KEY", "a"), ("GROQ_API_KEY", "g"));
        var model = (await Validate("config/examples/failover.json", secrets)).Model;

        var failover = model.Routes[0].Failover;
        var asMeant = failover.Chains.For(asked, failure).Where(target => target.Pattern is null || target.Model != asked);
        Assert.Equal(chain, string.Join(' ', asMeant.Select(target => $"{target.Model}@{target.Cluster.ClusterId}")));
        Assert.Equal(2, model.Clusters.Single(cluster => cluster.ClusterId == "openai").Keys.Count);
        Assert.Equal("groq", failover.ShadowTarget?.Cluster.ClusterId);
    }

    /// <summary>The first configuration that the design shows, as far as its features exist.</summary>
    [Fact]
    public async Task Design_RouteWithChainRetryAndTimeouts_Binds()
    {
        var findings = await new LlmConfigValidator(TestConfig.Env(("OPENAI_API_KEY", "o"), ("ANTHROPIC_API_KEY", "a"))).ValidateAsync(TestConfig.Of("""
            {
              "ReverseProxy": {
                "Routes": {
                  "openai": {
                    "ClusterId": "openai",
                    "Match": { "Path": "/v1/{**rest}" },
                    "Llm": {
                      "Fallbacks": { "claude-sonnet-4-20250514": [ "gpt-4o", "gpt-4o-mini" ] },
                      "Retry": { "MaxAttempts": 3, "BaseDelay": "00:00:01", "MaxDelay": "00:00:10" },
                      "Timeouts": { "FirstByte": "00:00:30", "Idle": "00:00:30", "Total": "00:10:00" }
                    }
                  }
                },
                "Clusters": {
                  "openai": {
                    "Destinations": { "api": { "Address": "https://api.openai.com/" } },
                    "Llm": { "Provider": "openai", "ApiKey": "${OPENAI_API_KEY}", "Models": [ "gpt-*", "o*" ] }
                  },
                  "anthropic": {
                    "Destinations": { "api": { "Address": "https://api.anthropic.com/" } },
                    "Llm": { "Provider": "anthropic", "ApiKey": "${ANTHROPIC_API_KEY}", "Models": [ "claude-*" ] }
                  }
                }
              }
            }
            """));

        Assert.Empty(findings.Errors);
        Assert.Empty(findings.Warnings);
        var failover = Assert.Single(findings.Model.Routes).Failover;
        Assert.Equal(
            ["claude-sonnet-4-20250514@anthropic", "gpt-4o@openai", "gpt-4o-mini@openai"],
            failover.Chains.For("claude-sonnet-4-20250514", FailureClass.General).Select(target => $"{target.Model}@{target.Cluster.ClusterId}"));
        Assert.Equal((3, TimeSpan.FromSeconds(1)), (failover.Retry.MaxAttempts, failover.Retry.BaseDelay));
        Assert.Equal(TimeSpan.FromMinutes(10), failover.Timeouts.Total);
    }

    private static async Task<ConfigurationFindings> Validate(string name, LlmProxy.Configuration.Secrets.SecretResolver secrets)
    {
        var errors = new List<ConfigurationError>();
        var parsed = JsonConfigParser.Parse(Encoding.UTF8.GetBytes(SampleFiles.Read(name)), name, errors);
        Assert.Empty(errors);
        var root = new ConfigurationBuilder().AddInMemoryCollection(parsed!.Values).Build();
        // What the documentation shows stands in the place of the default configuration.
        var folder = Path.Combine(SampleFiles.Root, name.StartsWith("config/", StringComparison.Ordinal) ? Path.GetDirectoryName(name)! : "config");
        return await new LlmConfigValidator(secrets, folder: folder).ValidateAsync(root, root);
    }
}
