using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Files;
using LlmProxy.Configuration.Validation;
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

    private static async Task<ConfigurationFindings> Validate(string name, LlmProxy.Configuration.Secrets.SecretResolver secrets)
    {
        var errors = new List<ConfigurationError>();
        var parsed = JsonConfigParser.Parse(Encoding.UTF8.GetBytes(SampleFiles.Read(name)), name, errors);
        Assert.Empty(errors);
        var root = new ConfigurationBuilder().AddInMemoryCollection(parsed!.Values).Build();
        return await new LlmConfigValidator(secrets).ValidateAsync(root, root);
    }
}
