using LlmProxy.Tenancy.Keys;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tests.Tenancy.Keys;

public sealed class ConnectionKeyTests
{
    private readonly ConnectionItems _connection = new();

    [Fact]
    public void Of_NextRequestOfAConnection_KeepsTheHashes() =>
        Assert.Same(ConnectionKey.Of(Request("HTTP/1.1"), "sk-one"), ConnectionKey.Of(Request("HTTP/1.1"), "sk-one"));

    [Fact]
    public void Of_AnotherKeyOnTheConnection_TakesItsPlace()
    {
        var first = ConnectionKey.Of(Request("HTTP/1.1"), "sk-one");
        var second = ConnectionKey.Of(Request("HTTP/1.1"), "sk-two");
        Assert.NotSame(first, second);
        Assert.True(second.AreOf("sk-two"));
        Assert.True(ConnectionKey.Of(Request("HTTP/1.1"), "sk-one").AreOf("sk-one"));
    }

    [Fact]
    public void Of_Http2_KeepsNothing()
    {
        Assert.NotSame(ConnectionKey.Of(Request("HTTP/2"), "sk-one"), ConnectionKey.Of(Request("HTTP/2"), "sk-one"));
        Assert.Empty(_connection);
    }

    [Fact]
    public void Of_ServerWithoutConnections_KeepsNothing() =>
        Assert.True(ConnectionKey.Of(new DefaultHttpContext { Request = { Protocol = "HTTP/1.1" } }, "sk-one").AreOf("sk-one"));

    private DefaultHttpContext Request(string protocol)
    {
        var context = new DefaultHttpContext { Request = { Protocol = protocol } };
        context.Features.Set<IConnectionItemsFeature>(new Connection { Items = _connection });
        return context;
    }

    private sealed class Connection : IConnectionItemsFeature
    {
        public required IDictionary<object, object?> Items { get; set; }
    }
}
