using System.Text;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Tests.Json;

public class JsonTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("plain é", "plain é")]
    [InlineData("""a\n\r\t\b\f\"\\\/z""", "a\n\r\t\b\f\"\\/z")]
    [InlineData("""\u0041\u00e9\u4E16""", "Aé世")]
    [InlineData("""x\ud83d\udc69y""", "x👩y")]
    [InlineData("""x\ud83d""", "x\uFFFD")]
    [InlineData("""\udc69x""", "\uFFFDx")]
    [InlineData("""\ud83d\ud83d\udc69""", "\uFFFD👩")]
    [InlineData("""\ud83d\n""", "\uFFFD\n")]
    [InlineData("""\q\u12""", """\q\u12""")]
    [InlineData("""a\""", """a\""")]
    public void Unescape_AnyText_IsWhatTheStringMeans(string escaped, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(escaped);
        var plain = new byte[bytes.Length];
        var length = JsonText.Unescape(bytes, plain);
        Assert.Equal(expected, Encoding.UTF8.GetString(plain, 0, length));
    }

    [Theory]
    [InlineData("usage", true)]
    [InlineData("""\u0075sage""", true)]
    [InlineData("""usag\u0065""", true)]
    [InlineData("Usage", false)]
    [InlineData("""\u0075sagf""", false)]
    [InlineData("usages", false)]
    [InlineData("", false)]
    public void Means_EscapedOrNot_ComparesTheText(string escaped, bool expected) =>
        Assert.Equal(expected, JsonText.Means(Encoding.UTF8.GetBytes(escaped), "usage"u8));
}
