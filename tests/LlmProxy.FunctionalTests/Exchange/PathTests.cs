using System.Net;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Exchange;

/// <summary>No caller reaches a place of the provider that its path and model do not name.</summary>
public sealed class PathTests
{
    private const string Azure = "\"ApiKey\": \"k\", \"ApiVersion\": \"2024-10-21\"";

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task Post_ModelThatIsNoSegment_NeverReachesAzure(string model)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "azure-openai", Azure);

        using var response = await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"{{model}}","messages":[]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"param\":\"model\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(provider.Requests);
    }

    [Theory]
    [InlineData("gpt/../secret", "gpt%252F..%252Fsecret")]
    [InlineData("gpt/../../files", "gpt%252F..%252F..%252Ffiles")]
    [InlineData("gpt?x=1#y", "gpt%3Fx=1%23y")]
    [InlineData("gpt%2f..%2fsecret", "gpt%252f..%252fsecret")]
    [InlineData("%2e%2e", "%252e%252e")]
    [InlineData("gpt\\\\..\\\\secret", "gpt%5C..%5Csecret")]
    [InlineData("größe", "gr%C3%B6%C3%9Fe")]
    public async Task Post_ModelOfOddCharacters_StaysOneSegment(string model, string segment)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "azure-openai", Azure);

        using var response = await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"{{model}}","messages":[]}""");

        Assert.Equal($"/openai/deployments/{segment}/chat/completions", provider.Last.Path);
        Assert.Equal("?api-version=2024-10-21", provider.Last.Query);
    }

    [Theory]
    [InlineData("/v1/../admin", null)]
    [InlineData("/v1/%2e%2e/admin", null)]
    [InlineData("/v1/files/..%2f..%2fadmin", null)]
    [InlineData("/v1/files/x%2F.%2Fadmin", null)]
    [InlineData("/v1/files/%252e%252e/%252e%252e/admin", "/v1/files/%252e%252e/%252e%252e/admin")]
    [InlineData("/v1/files/..%5c..%5cadmin", null)]
    [InlineData("/v1/chat%2Fcompletions", null)]
    [InlineData("/v1/chat%252Fcompletions", null)]
    [InlineData("/v1/chat%5Ccompletions", null)]
    [InlineData("/v1/chat%255ccompletions", null)]
    [InlineData("/v1/files/a%3fb%23c%20d", "/v1/files/a%3Fb%23c%20d")]
    [InlineData("/v1/files/a%2Fb..", null)]
    public async Task Get_DotSegments_NeverLeaveTheVersion(string target, string? expected)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        // Not resolved on the way out, so that the gateway gets what the test says.
        var address = new Uri($"http://{gateway.Address.Authority}{target}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

        using var response = await gateway.Client.GetAsync(address);

        Assert.Equal(expected, provider.Requests.LastOrDefault()?.Path);
        Assert.Equal(expected is null ? HttpStatusCode.NotFound : HttpStatusCode.OK, response.StatusCode);
    }
}
