using System.Net;
using LlmProxy.Host.Access;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tests.Host.Access;

public sealed class LoopbackRequestTests
{
    [Theory]
    [InlineData("127.0.0.1", "127.0.0.1", "localhost:8080")]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1:8080")]
    [InlineData("127.0.0.53", "127.0.0.1", "LOCALHOST")]
    [InlineData("::1", "::1", "[::1]:8080")]
    [InlineData("::ffff:127.0.0.1", "::ffff:127.0.0.1", "localhost")]
    [InlineData("::ffff:127.0.0.9", "::ffff:127.0.0.9", "[::ffff:127.0.0.1]")]
    public void Is_AllLocal_IsTrue(string remote, string local, string host) =>
        Assert.True(LoopbackRequest.Is(Request(remote, local, host)));

    [Theory]
    [InlineData("192.168.1.5", "192.168.1.2", "localhost:8080")]
    [InlineData("::ffff:192.168.1.5", "::ffff:127.0.0.1", "localhost:8080")]
    [InlineData("127.0.0.1", "192.168.1.2", "localhost:8080")]
    [InlineData("127.0.0.1", "127.0.0.1", "rebound.example")]
    [InlineData("127.0.0.1", "127.0.0.1", "localhost.example")]
    [InlineData("127.0.0.1", "127.0.0.1", "127.0.0.1.example")]
    [InlineData("127.0.0.1", "127.0.0.1", "192.168.1.2")]
    [InlineData("127.0.0.1", "127.0.0.1", "")]
    [InlineData(null, "127.0.0.1", "localhost")]
    [InlineData("127.0.0.1", null, "localhost")]
    public void Is_AnythingElsewhere_IsFalse(string? remote, string? local, string host) =>
        Assert.False(LoopbackRequest.Is(Request(remote, local, host)));

    [Theory]
    [InlineData("Forwarded", "for=127.0.0.1;host=localhost")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("x-forwarded-host", "localhost")]
    [InlineData("X-Forwarded-Proto", "http")]
    [InlineData("X-Real-IP", "127.0.0.1")]
    [InlineData("Via", "1.1 nginx")]
    public void Is_Forwarded_IsFalseWhereverItCameFrom(string name, string value)
    {
        var remote = Request("192.168.1.5", "192.168.1.2", "localhost");
        var local = Request("127.0.0.1", "127.0.0.1", "localhost");
        Assert.True(LoopbackRequest.Is(local));
        remote.Request.Headers[name] = value;
        local.Request.Headers[name] = value;

        Assert.False(LoopbackRequest.Is(remote));
        Assert.False(LoopbackRequest.Is(local));
    }

    [Theory]
    [InlineData("http://localhost:8080", true)]
    [InlineData("http://127.0.0.1:3000", true)]
    [InlineData("https://evil.example", false)]
    [InlineData("null", false)]
    public void Is_Origin_MustBeLocalToo(string origin, bool expected)
    {
        var context = Request("127.0.0.1", "127.0.0.1", "localhost:8080");
        context.Request.Headers.Origin = origin;

        Assert.Equal(expected, LoopbackRequest.Is(context));
    }

    private static DefaultHttpContext Request(string? remote, string? local, string host)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = remote is null ? null : IPAddress.Parse(remote);
        context.Connection.LocalIpAddress = local is null ? null : IPAddress.Parse(local);
        context.Request.Host = new HostString(host);
        return context;
    }
}
