using LlmProxy.Host.Access;

namespace LlmProxy.Tests.Host.Access;

public sealed class BindingGuardTests
{
    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("http://127.8.9.1:0")]
    [InlineData("https://[::1]:8443")]
    [InlineData("http://unix:/run/llmproxy.sock")]
    public void Check_LoopbackWithoutKeys_IsFine(string address) =>
        Assert.Null(BindingGuard.Check([address], allowAnonymous: false, hasKeys: false));

    [Theory]
    [InlineData("http://*:8080")]
    [InlineData("http://+:8080")]
    [InlineData("http://0.0.0.0:8080")]
    [InlineData("http://[::]:8080")]
    [InlineData("http://192.168.1.2:8080")]
    [InlineData("http://gateway.example:8080")]
    [InlineData("http://localhost.example:8080")]
    public void Check_NetworkWithoutKeys_NamesAddressAndRemedy(string address)
    {
        var error = BindingGuard.Check(["http://localhost:8080", address], allowAnonymous: false, hasKeys: false);

        Assert.Contains(address, error, StringComparison.Ordinal);
        Assert.Contains("LlmProxy__AllowAnonymous=true", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Check_NetworkAllowedOrWithKeys_IsFine(bool allowAnonymous, bool hasKeys) =>
        Assert.Null(BindingGuard.Check(["http://*:8080"], allowAnonymous, hasKeys));

    [Theory]
    [InlineData("")]
    [InlineData("localhost:8080")]
    [InlineData("http://localhost:port")]
    public void Check_NoAddress_SaysSo(string address) => Assert.Contains(
        "is not an address", BindingGuard.Check([address], allowAnonymous: true, hasKeys: true), StringComparison.Ordinal);
}
