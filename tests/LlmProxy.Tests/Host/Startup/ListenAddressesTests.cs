using LlmProxy.Host.Startup;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Tests.Host.Startup;

public sealed class ListenAddressesTests
{
    [Fact]
    public void From_Nothing_IsTheDefault() => Assert.Equal(["http://localhost:8080"], From());

    [Fact]
    public void From_Urls_AreTaken() =>
        Assert.Equal(["http://a:1", "http://b:2"], From(("urls", "http://a:1; http://b:2")));

    [Fact]
    public void From_Ports_MeanEveryInterface() =>
        Assert.Equal(["http://*:80", "http://*:81", "https://*:443"], From(("http_ports", "80;81"), ("https_ports", "443")));

    [Fact]
    public void From_UrlsAndPorts_TakesUrls() =>
        Assert.Equal(["http://a:1"], From(("urls", "http://a:1"), ("http_ports", "80")));

    [Fact]
    public void From_KestrelEndpoints_WinOverUrls() =>
        Assert.Equal(["http://c:3"], From(("urls", "http://a:1"), ("Kestrel:Endpoints:Main:Url", "http://c:3")));

    [Fact]
    public void From_KestrelEndpointsButUrlsPreferred_TakesUrls() => Assert.Equal(
        ["http://a:1"],
        From(("urls", "http://a:1"), ("preferHostingUrls", "true"), ("Kestrel:Endpoints:Main:Url", "http://c:3")));

    private static IReadOnlyList<string> From(params (string Name, string Value)[] settings) => ListenAddresses.From(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => KeyValuePair.Create<string, string?>(s.Name, s.Value)))
            .Build());
}
