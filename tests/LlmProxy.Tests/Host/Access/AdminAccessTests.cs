using System.Net;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Host.Access;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tests.Host.Access;

public sealed class AdminAccessTests
{
    private const string Key = "sesame-7d1f";

    [Fact]
    public void Refuse_NoKeySet_LetsLoopbackThrough() => Assert.Null(Access(null).Refuse(Local()));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Refuse_NoKeySetAndElsewhere_Is403(string? key)
    {
        var error = Access(key).Refuse(Remote("Bearer "));

        Assert.Equal((403, "admin_loopback_only"), (error!.Status, error.Code));
    }

    [Theory]
    [InlineData("Bearer " + Key)]
    [InlineData("bearer " + Key)]
    [InlineData("Bearer  " + Key + " ")]
    public void Refuse_RightKey_LetsEverybodyThrough(string header) => Assert.Null(Access(Key).Refuse(Remote(header)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(Key)]
    [InlineData("Basic " + Key)]
    [InlineData("Bearer")]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer sesame-7d1")]
    [InlineData("Bearer sesame-7d1f0")]
    [InlineData("Bearer SESAME-7D1F")]
    public void Refuse_WrongKey_Is401(string? header)
    {
        var error = Access(Key).Refuse(Remote(header));

        Assert.Equal((401, "admin_key_required"), (error!.Status, error.Code));
        Assert.DoesNotContain(Key, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuse_KeySet_AsksLoopbackForItToo() => Assert.Equal(401, Access(Key).Refuse(Local())!.Status);

    [Fact]
    public void Refuse_TwoHeaders_Is401()
    {
        var context = Remote(null);
        context.Request.Headers.Authorization = new[] { "Bearer " + Key, "Bearer " + Key };

        Assert.Equal(401, Access(Key).Refuse(context)!.Status);
    }

    [Fact]
    public void Refuse_KeyChangedMeanwhile_TakesEffect()
    {
        var state = State(null);
        var access = new AdminAccess(state);
        Assert.Null(access.Refuse(Local()));

        state.Current = State(Key).Current;

        Assert.Equal(401, access.Refuse(Local())!.Status);
    }

    private static AdminAccess Access(string? key) => new(State(key));

    private static LlmConfigState State(string? key)
    {
        var access = new LlmAccessModel { AdminKey = key is null ? null : new Secret(key) };
        return new LlmConfigState { Current = new LlmConfigModel { Proxy = new LlmProxyModel { Access = access } } };
    }

    private static DefaultHttpContext Local()
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = context.Connection.LocalIpAddress = IPAddress.Loopback;
        context.Request.Host = new HostString("localhost", 8080);
        return context;
    }

    private static DefaultHttpContext Remote(string? authorization)
    {
        var context = Local();
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.7");
        context.Request.Headers.Authorization = authorization;
        return context;
    }
}
