using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Exchange;

/// <summary>No request becomes a talk in which nobody counts, but for the realtime API's.</summary>
public sealed class ProtocolSwitchTests
{
    [Theory]
    [InlineData("/v1/responses", "Upgrade", "websocket", 400)]
    [InlineData("/v1/other", "keep-alive, Upgrade", "WebSocket", 400)]
    [InlineData("/v1/files", "Upgrade", "h2c, websocket", 400)]
    [InlineData("/v1/other", "Upgrade", "SPDY/3.1", 400)]
    [InlineData("/v1/other", "Upgrade, HTTP2-Settings", "h2c", 200)]
    [InlineData("/v1/other", "close", "websocket", 200)]
    public async Task Upgrade_ElsewhereThanAtRealtime_IsRefusedWhereItWouldSwitch(string path, string connection, string upgrade, int status)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var client = await RawClient.ConnectAsync(gateway.Address);

        await client.SendAsync(
            $"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: {connection}, close\r\nUpgrade: {upgrade}\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n");
        var answer = await client.ReadToEndAsync();

        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(status == 400, answer.Contains("\"unsupported_endpoint\"", StringComparison.Ordinal));
        Assert.Equal(status == 200 ? 1 : 0, provider.Requests.Count);
    }
}
