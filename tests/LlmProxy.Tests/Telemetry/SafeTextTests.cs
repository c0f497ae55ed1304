using LlmProxy.Telemetry;

namespace LlmProxy.Tests.Telemetry;

public sealed class SafeTextTests
{
    [Fact]
    public void Of_PlainText_IsTheSameString()
    {
        const string text = "anthropic/claude-sonnet-4:beta";

        Assert.Same(text, SafeText.Of(text));
    }

    [Fact]
    public void Of_Null_IsNull() => Assert.Null(SafeText.Of(null));

    [Theory]
    [InlineData("a\r\nfake line", "a??fake line")]
    [InlineData("esc\u001b[31m", "esc?[31m")]
    [InlineData("line\u2028sep", "line?sep")]
    [InlineData("right\u202eleft", "right?left")]
    [InlineData("modèle-日本", "modèle-日本")]
    public void Of_AnyText_KeepsLettersAndNoControl(string text, string expected) =>
        Assert.Equal(expected, SafeText.Of(text));

    [Fact]
    public void Of_LongText_IsCut() => Assert.Equal(new string('m', 128), SafeText.Of(new string('m', 100_000)));
}
