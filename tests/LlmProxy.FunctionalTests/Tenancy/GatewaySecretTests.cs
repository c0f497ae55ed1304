using System.Net;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Tenancy;

/// <summary>What opens this gateway never goes to a provider.</summary>
public sealed class GatewaySecretTests
{
    private const string Admin = "the-admin-key-0001";

    [Theory]
    [InlineData("GET", "/v1/admin/key")]
    [InlineData("PUT", "/v1/admin/keys")]
    [InlineData("GET", "/v1/admin")]
    public async Task AdminPath_ThatIsNone_EndsHere(string method, string path)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await OpenAsync(provider);

        using var response = await gateway.SendAsync(method, path, Admin);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("unknown_url", await response.CodeAsync());
        Assert.Empty(provider.Requests);
    }

    [Theory]
    [InlineData("/v1/shadow", Admin, null)]
    [InlineData("/v1/shadow", "the-admin-key-0002", "Bearer the-admin-key-0002")]
    [InlineData("/v1/shadow", "llmp_anything", null)]
    public async Task Credential_ThatIsTheGateways_StaysHere(string path, string sent, string? received)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await OpenAsync(provider);

        using var response = await gateway.SendAsync("GET", path, sent);

        Assert.Equal(received, provider.Last.Header("Authorization"));
    }

    [Theory]
    [InlineData("?%61pi-key=llmp_secret&a=%2F1", "?a=%2F1")]
    [InlineData("?a=1&API%2DKEY=llmp_secret", "?a=1")]
    [InlineData("?a=%2f1&b=x%20y", "?a=%2f1&b=x%20y")]
    public async Task QueryKey_UnderAnEscapedName_StaysHere(string query, string received)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.Client.GetAsync(new Uri("/v1/other" + query, UriKind.Relative));

        Assert.Equal(received, provider.Last.Query);
    }

    private static Task<TestGateway> OpenAsync(ScriptedProvider provider) => TestGateway.BeforeAsync(
        provider.Address, llm: "\"Credential\": \"Caller\"", proxy: $"\"Access\": {{ \"AdminKey\": \"{Admin}\" }}");
}
