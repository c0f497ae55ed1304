using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LlmProxy.FunctionalTests.Exchange;

/// <summary>What the gateway does not know is passed through, and never with what is not the provider's.</summary>
public sealed class UnknownEndpointTests
{
    [Theory]
    [InlineData("/v1/other", "[1,2]")]
    [InlineData("/v1/other", "\"text\"")]
    [InlineData("/v1/other", "{\"model\":\"m\",\"a\":1}")]
    [InlineData("/v1/responses/resp_1/cancel", "")]
    [InlineData("/v1/images/generations", "")]
    public async Task Post_AnyJson_Passes(string path, string body)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.TransferEncodingChunked = true;

        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, provider.Last.Text);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("\"Credential\": \"Caller\"", "Bearer sk-caller")]
    public async Task Get_KeyInTheQuery_IsACredentialAndNoQuery(string llm, string? authorization)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, llm: llm);

        using var response = await gateway.Client.GetAsync(new Uri("/v1/realtime?a=b&api-key=sk-caller&model=m", UriKind.Relative));

        Assert.Equal("?a=b&model=m", provider.Last.Query);
        Assert.Equal(authorization, provider.Last.Header("Authorization"));
    }

    [Fact]
    public async Task Response_Trailers_StayHere()
    {
        await using var provider = RawProvider.Start(
            "HTTP/1.1 200 OK\nTransfer-Encoding: chunked\n\n4\ntext\n0\nx-llmproxy-cluster: forged\nSet-Cookie: a=b\n\n");
        // Only HTTP/2 carries them to the client.
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, configure: builder =>
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http2)));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/other")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };

        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal("text", await response.Content.ReadAsStringAsync());
        Assert.Equal("up", response.Headers.GetValues("x-llmproxy-cluster").Single());
        Assert.Empty(response.TrailingHeaders);
    }
}
