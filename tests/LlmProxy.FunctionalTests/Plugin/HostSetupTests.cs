using System.Net;
using LlmProxy.Exchange;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Builder;

namespace LlmProxy.FunctionalTests.Plugin;

public sealed class HostSetupTests
{
    [Fact]
    public async Task Pipeline_AddedTwice_WorksOnce()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var host = await PluginHost.StartAsync(
            TestGateway.Config(provider.Address),
            proxy => proxy.AddLlmProxy().AddLlmProxy(),
            app =>
            {
                app.UseLlmProxy();
                app.MapReverseProxy(pipeline => pipeline.UseLlmProxy());
            });

        using var response = await host.ChatAsync("m");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Single(provider.Requests);
    }

    [Fact]
    public async Task Pipeline_WithoutAdmission_NothingReachesTheProvider()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var host = await PluginHost.StartAsync(
            TestGateway.Config(provider.Address), proxy => proxy.AddLlmProxy(), app => app.MapReverseProxy(pipeline => pipeline.UseLlmProxy()));

        using var response = await host.ChatAsync("m");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task Pipeline_WithoutTheOtherSteps_NothingReachesTheProvider()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var host = await PluginHost.StartAsync(
            TestGateway.Config(provider.Address),
            proxy => proxy.AddLlmProxy(),
            app =>
            {
                app.UseLlmProxy();
                app.MapReverseProxy();
            });

        using var response = await host.ChatAsync("m");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Empty(provider.Requests);
    }
}
