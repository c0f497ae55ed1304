using System.Net;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Access;

public sealed class ForeignPageTests
{
    private const string Body = """{"model":"m","messages":[]}""";

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Host", "rebound.example")]
    public async Task Post_OfAPageOfTheWeb_IsRefusedUnlessAnybodyMayCall(string name, string value)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var closed = await TestGateway.BeforeAsync(provider.Address);
        await using var open = await TestGateway.BeforeAsync(provider.Address, proxy: "\"AllowAnonymous\": true");

        using var refused = await closed.PostAsync("/v1/chat/completions", Body, (name, value));
        Assert.Empty(provider.Requests);
        using var taken = await open.PostAsync("/v1/chat/completions", Body, (name, value));

        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("\"code\":\"foreign_page\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task WebSocket_OfAPageOfTheWeb_IsRefused()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var client = await RawClient.ConnectAsync(gateway.Address);

        await client.SendAsync(
            "GET /v1/realtime?model=m HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 403 ", await client.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Empty(provider.Requests);
    }
}
