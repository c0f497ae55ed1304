using System.Text;
using LlmProxy.Webhooks;

namespace LlmProxy.Tests.Webhooks;

public class WebhookSignatureTests
{
    [Fact]
    public void Of_ExampleOfTheStandard_IsItsSignature()
    {
        // The worked example of Standard Webhooks' reference libraries.
        var key = WebhookSignature.KeyOf("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")!;

        var signature = WebhookSignature.Of(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}"""u8);

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Fact]
    public void KeyOf_PlainSecret_IsItsBytes() => Assert.Equal(Encoding.UTF8.GetBytes("a secret"), WebhookSignature.KeyOf("a secret"));

    [Theory]
    [InlineData("")]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64!")]
    public void KeyOf_NoKey_IsNull(string secret) => Assert.Null(WebhookSignature.KeyOf(secret));
}
