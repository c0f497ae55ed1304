using LlmProxy.Host.Startup;
using Microsoft.AspNetCore.Cors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LlmProxy.Tests.Host.Startup;

public sealed class ConcernsTests
{
    private readonly DefaultHttpContext _context = new();

    [Fact]
    public void Cors_NeitherOriginNorPolicy_DoesNotConcern()
    {
        _context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection("something"), "plain"));
        Assert.False(Concerns.Cors(_context));
    }

    [Fact]
    public void Cors_Origin_Concerns()
    {
        _context.Request.Headers.Origin = "https://app.example";
        Assert.True(Concerns.Cors(_context));
    }

    [Fact]
    public void Cors_EndpointWithAPolicy_ConcernsWithoutAnOriginToo()
    {
        _context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new EnableCorsAttribute("pages")), "route"));
        Assert.True(Concerns.Cors(_context));
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void WebSockets_Request_ConcernsWhoeverWantsToLeaveHttp(bool upgrades, bool connects, bool concerns)
    {
        _context.Features.Set<IHttpUpgradeFeature>(new Leaving(upgrades, connects));
        _context.Features.Set<IHttpExtendedConnectFeature>(new Leaving(upgrades, connects));
        Assert.Equal(concerns, Concerns.WebSockets(_context));
    }

    [Fact]
    public void WebSockets_ServerWithoutUpgrades_DoesNotConcern() => Assert.False(Concerns.WebSockets(_context));

    private sealed class Leaving(bool upgrades, bool connects) : IHttpUpgradeFeature, IHttpExtendedConnectFeature
    {
        public bool IsUpgradableRequest => upgrades;

        public bool IsExtendedConnect => connects;

        public string? Protocol => null;

        public Task<Stream> UpgradeAsync() => throw new NotSupportedException();

        public ValueTask<Stream> AcceptAsync() => throw new NotSupportedException();
    }
}
