using LlmProxy.Configuration.Secrets;
using LlmProxy.Configuration.Validation;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Tests.Prompts.Settings;

public sealed class PromptRulesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prompts").FullName;

    public PromptRulesTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "prompts", "general_chat"));
        File.WriteAllText(Path.Combine(_folder, "prompts", "general_chat", "v1.md"), "Be kind.");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("general_chat")]
    [InlineData("general_chat@v1")]
    public async Task Validate_RouteNamesAPrompt_IsFine(string prompt)
    {
        var findings = await ValidateAsync(("ReverseProxy:Routes:llm:Llm:Prompt", prompt));

        Assert.Empty(findings.Errors);
        Assert.Empty(findings.Warnings);
    }

    [Theory]
    [InlineData("general-chat", "did you mean 'general_chat'?")]
    [InlineData("General Chat", "write it like 'general_chat' or 'general_chat@v2'")]
    [InlineData("rag", "it can be 'general_chat'")]
    public async Task Validate_RouteNamesNoPrompt_IsAnErrorWithWhatWouldBeRight(string prompt, string remedy)
    {
        var findings = await ValidateAsync(("ReverseProxy:Routes:llm:Llm:Prompt", prompt));

        var error = Assert.Single(findings.Errors);
        Assert.Equal(("ReverseProxy:Routes:llm:Llm:Prompt", remedy), (error.Path, error.Remedy));
    }

    [Fact]
    public async Task Validate_VersionWithoutAFile_IsAWarningSinceTheApiMayHaveMadeIt()
    {
        var findings = await ValidateAsync(("ReverseProxy:Routes:llm:Llm:Prompt", "general_chat@v2"), ("LlmProxy:Prompts:Live:general_chat", "v3"));

        Assert.Empty(findings.Errors);
        Assert.Equal(
            ["LlmProxy:Prompts:Live:general_chat", "ReverseProxy:Routes:llm:Llm:Prompt"],
            findings.Warnings.Select(warning => warning.Path));
    }

    [Theory]
    [InlineData("true", "v1", 1)]
    [InlineData("false", "v1", 0)]
    [InlineData("true", null, 0)]
    public async Task Validate_RolloutUnderAnExperiment_IsAWarning(string enabled, string? version, int warnings)
    {
        var findings = await ValidateAsync(
            ("LlmProxy:Prompts:Rollouts:general_chat:To", "v1"), ("LlmProxy:Experiments:words:Enabled", enabled), ("LlmProxy:Experiments:words:Prompt", "general_chat"),
            ("LlmProxy:Experiments:words:Variants:a:MaxTokens", "100"), ("LlmProxy:Experiments:words:Variants:b:Share", "10"),
            version is null ? ("LlmProxy:Experiments:words:Variants:b:MaxTokens", "50") : ("LlmProxy:Experiments:words:Variants:b:Version", version));

        Assert.Empty(findings.Errors);
        Assert.Equal(warnings, findings.Warnings.Count(warning => warning.Path == "LlmProxy:Prompts:Rollouts:general_chat:To"));
    }

    [Fact]
    public async Task Validate_LiveOfNoPromptAndNoVersion_AreErrors()
    {
        var findings = await ValidateAsync(("LlmProxy:Prompts:Live:rag", "v1"), ("LlmProxy:Prompts:Live:general_chat", "v 1"));

        Assert.Equal(["LlmProxy:Prompts:Live:general_chat", "LlmProxy:Prompts:Live:rag"], findings.Errors.Select(error => error.Path).Order());
    }

    [Fact]
    public async Task Validate_FolderWithoutAName_IsAnError()
    {
        var findings = await ValidateAsync(("LlmProxy:Prompts:Folder", " "));

        Assert.Equal("LlmProxy:Prompts:Folder", Assert.Single(findings.Errors).Path);
    }

    private Task<ConfigurationFindings> ValidateAsync(params (string Path, string Value)[] settings)
    {
        var values = new Dictionary<string, string?>
        {
            ["ReverseProxy:Routes:llm:ClusterId"] = "up",
            ["ReverseProxy:Routes:llm:Match:Path"] = "/v1/{**rest}",
            ["ReverseProxy:Routes:llm:Llm:MaxRequestBodyBytes"] = "1000000",
            ["ReverseProxy:Clusters:up:Destinations:a:Address"] = "http://localhost:1/",
            ["ReverseProxy:Clusters:up:Llm:Provider"] = "openai-compatible",
        };
        foreach (var (path, value) in settings)
            values[path] = value;
        return new LlmConfigValidator(SecretResolver.System, folder: _folder)
            .ValidateAsync(new ConfigurationBuilder().AddInMemoryCollection(values).Build());
    }
}
