using LlmProxy.Host.Access;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tests.Host.Access;

public sealed class ForeignPageTests
{
    [Theory]
    [InlineData("localhost:8080", null)]
    [InlineData("127.0.0.1:8080", null)]
    [InlineData("[::1]:8080", null)]
    [InlineData("192.168.1.2:8080", null)]
    [InlineData("gateway:8080", null)]
    [InlineData("app.localhost:8080", null)]
    [InlineData("host.docker.internal:8080", null)]
    [InlineData("mac.local", null)]
    [InlineData("", null)]
    [InlineData("localhost:8080", "http://localhost:3000")]
    [InlineData("localhost:8080", "https://127.0.0.1")]
    [InlineData("localhost:8080", "vscode-webview://abc")]
    [InlineData("localhost:8080", "chrome-extension://abc")]
    public void Sent_ByAProgramOrALocalPage_IsFalse(string host, string? origin) => Assert.False(ForeignPage.Sent(Request(host, origin), []));

    [Theory]
    [InlineData("localhost:8080", "https://evil.example")]
    [InlineData("localhost:8080", "http://localhost.evil.example")]
    [InlineData("localhost:8080", "http://192.168.1.9")]
    [InlineData("localhost:8080", "null")]
    [InlineData("rebound.example:8080", null)]
    [InlineData("rebound.example.:8080", null)]
    [InlineData("127.0.0.1.rebound.example", null)]
    [InlineData("rebound.example", "http://localhost")]
    public void Sent_ByAPageOfTheWeb_IsTrue(string host, string? origin) => Assert.True(ForeignPage.Sent(Request(host, origin), []));

    [Fact]
    public void Sent_ByADeclaredPage_IsFalseByALocalName()
    {
        Assert.False(ForeignPage.Sent(Request("localhost:8080", "https://app.example"), ["https://app.example"]));
        Assert.True(ForeignPage.Sent(Request("localhost:8080", "https://app.example:444"), ["https://app.example"]));
        Assert.True(ForeignPage.Sent(Request("rebound.example", "https://app.example"), ["https://app.example"]));
    }

    private static HttpRequest Request(string host, string? origin)
    {
        var request = new DefaultHttpContext().Request;
        request.Host = new HostString(host);
        if (origin is not null) request.Headers.Append("Origin", origin);
        return request;
    }
}
