using LlmProxy.Configuration.Routing;
using LlmProxy.Endpoints;
using LlmProxy.Tenancy;

namespace LlmProxy.Tests.Tenancy;

public sealed class KeyScopesTests
{
    [Theory]
    [InlineData("gpt-4o", true)]
    [InlineData("gpt-4o-mini", true)]
    [InlineData("o3", true)]
    [InlineData("o3-pro", false)]
    [InlineData("claude-sonnet-4", false)]
    public void AllowsModel_NamesAndPatterns_AreWhatMatches(string model, bool allowed) =>
        Assert.Equal(allowed, new KeyScopes { Models = [new ModelPattern("gpt-*"), new ModelPattern("o3")] }.AllowsModel(model));

    [Fact]
    public void All_Anything_IsAllowedAndNothingIsNamed()
    {
        Assert.True(KeyScopes.All.AllowsModel("m"));
        Assert.True(KeyScopes.All.AllowsRoute("r"));
        Assert.True(KeyScopes.All.AllowsEndpoint(LlmEndpoint.Files));
        Assert.False(KeyScopes.All.Lists(LlmEndpoint.Files));
    }

    [Fact]
    public void Read_WrongNames_AreEachTold()
    {
        var wrong = new List<string>();

        var scopes = KeyScopeReader.Read(["gpt-*", " "], ["llm"], ["chatcompletions", "3", "Telepathy"], (list, index, _, _) => wrong.Add($"{list}:{index}"));

        Assert.Equal(["Models:1", "Endpoints:1", "Endpoints:2"], wrong);
        Assert.Equal([LlmEndpoint.ChatCompletions], scopes.Endpoints);
    }
}
