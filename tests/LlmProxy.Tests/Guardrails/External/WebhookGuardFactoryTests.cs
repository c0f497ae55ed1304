using LlmProxy.Guardrails.External;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Tests.Guardrails.External;

public sealed class WebhookGuardFactoryTests
{
    private static readonly WebhookGuardFactory Factory = new(new Lazy<GuardOutside>(() => throw new InvalidOperationException()));

    [Theory]
    [InlineData("https://example.com/guard", true)]
    [InlineData("http://127.0.0.1:9000/guard", true)]
    [InlineData("http://localhost/guard", true)]
    [InlineData("http://example.com/guard", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/guard", false)]
    [InlineData(null, false)]
    public void Create_Url_IsHttpsOrLoopback(string? url, bool isRight)
    {
        var errors = GuardMaker.Errors(Factory, new() { Url = url, Secret = "s3cret" });

        Assert.Equal(isRight, errors.Count == 0);
        Assert.All(errors, error => Assert.StartsWith("LlmProxy:Guardrails:g:Url is ", error, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("whsec_")]
    [InlineData("whsec_*")]
    [InlineData("${")]
    public void Create_SecretThatSignsNothing_IsAnError(string? secret) => Assert.StartsWith(
        "LlmProxy:Guardrails:g:Secret ", Assert.Single(GuardMaker.Errors(Factory, new() { Url = "https://example.com/", Secret = secret })), StringComparison.Ordinal);

    [Fact]
    public async Task JudgeAsync_SecretThatIsNotThere_HasNoJudgement()
    {
        // A variable that is not set is no error of the configuration, as everywhere.
        Assert.Empty(GuardMaker.Errors(Factory, new() { Url = "https://example.com/", Secret = "${NONE}" }));
        using var outside = new OutsideFixture();
        var guard = GuardMaker.Create(new WebhookGuardFactory(outside.Lazy), new GuardrailOptions { Url = "https://example.com/", Secret = "${NONE}" });

        var failure = await Assert.ThrowsAsync<GuardUnavailableException>(async () => await guard.JudgeAsync(GuardMaker.Input("hello"), CancellationToken.None));
        Assert.Equal(GuardFailure.NotConfigured, failure.Failure);
        Assert.Empty(outside.Handler.Requests);
    }
}
