using System.Net;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Tenancy;

/// <summary>Which pages may call.</summary>
public sealed class CorsTests
{
    private const string Cors = "\"Cors\": { \"Origins\": [ \"https://app.example\" ], \"MaxAge\": \"00:05:00\" }";

    [Theory]
    [InlineData("https://app.example", "https://app.example")]
    [InlineData("https://app.example.evil.example", null)]
    [InlineData("http://app.example", null)]
    public async Task Preflight_NeedsNoKey_AndNamesDeclaredOriginsOnly(string origin, string? allowed)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: $"{KeyedGateway.Keys()}, {Cors}");
        using var request = new HttpRequestMessage(HttpMethod.Options, "/v1/chat/completions");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization,content-type");

        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(allowed, Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal(allowed is null ? null : "authorization,content-type", Header(response, "Access-Control-Allow-Headers"));
        Assert.Equal(allowed is null ? null : "300", Header(response, "Access-Control-Max-Age"));
        Assert.Null(Header(response, "Access-Control-Allow-Credentials"));
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task Answer_ToADeclaredPage_MayBeRead()
    {
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.Headers.AccessControlAllowOrigin = "*";
            return context.Response.WriteAsync("{}");
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: $"{KeyedGateway.Keys()}, {Cors}");

        using var good = await gateway.PostAsync("/v1/chat/completions", KeyedGateway.Chat, ("x-api-key", KeyedGateway.A), ("Origin", "https://app.example"));
        using var refused = await gateway.PostAsync("/v1/chat/completions", KeyedGateway.Chat, ("Origin", "https://app.example"));
        using var other = await gateway.PostAsync("/v1/chat/completions", KeyedGateway.Chat, ("x-api-key", KeyedGateway.A), ("Origin", "https://other.example"));

        Assert.Equal("https://app.example", Header(good, "Access-Control-Allow-Origin"));
        Assert.Contains("x-llmproxy-request-id", Header(good, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
        Assert.Contains("x-ratelimit-remaining-requests", Header(good, "Access-Control-Expose-Headers"), StringComparison.Ordinal);
        // A page must be able to read why it was refused.
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("https://app.example", Header(refused, "Access-Control-Allow-Origin"));
        Assert.Null(Header(other, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Page_DeclaredOfAnOpenGateway_MayCall()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: Cors);

        using var declared = await gateway.PostAsync("/v1/chat/completions", KeyedGateway.Chat, ("Origin", "https://app.example"));
        using var other = await gateway.PostAsync("/v1/chat/completions", KeyedGateway.Chat, ("Origin", "https://other.example"));

        Assert.Equal(HttpStatusCode.OK, declared.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
    }

    [Fact]
    public async Task State_OfTheGateway_IsNotForPages()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: Cors);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/admin/keys");
        request.Headers.Add("Origin", "https://app.example");

        using var response = await gateway.Client.SendAsync(request);

        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
