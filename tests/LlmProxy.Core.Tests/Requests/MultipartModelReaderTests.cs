using System.Text;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Tests.Requests;

public sealed class MultipartModelReaderTests
{
    private const string File =
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"model.wav\"\r\nContent-Type: audio/wav\r\n\r\nRI--b\r\nFF\r\n";

    [Theory]
    [InlineData(File + "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n--b--\r\n", "whisper-1")]
    [InlineData("--b\r\ncontent-disposition:form-data; name=\"model\"\r\n\r\na\r\n" + File + "--b--", "a")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=model\r\n\r\na\r\n--b--", "a")]
    [InlineData("--b\r\nContent-Disposition: form-data; Name = \"model\" ; x=1\r\n\r\na\r\n--b--", "a")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"submodel\"\r\n\r\na\r\n--b--", "")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=other; hint=\"name=model\"\r\n\r\na\r\n--b--", "")]
    [InlineData("--b\r\nContent-Type: text/plain\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\na\r\n--b--", "a")]
    [InlineData("preamble\r\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n\r\n--b--", "")]
    [InlineData(File + "--b--\r\n", "")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nnever ended", "")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"; filename=\"f\"\r\n\r\na\r\n--b--", "")]
    [InlineData("", "")]
    public void Find_Form_GivesThePlaceOfTheModel(string form, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(form);
        var range = MultipartModelReader.Find(bytes, "b");
        Assert.Equal(expected, Encoding.UTF8.GetString(bytes, range.Start, range.Length));
    }

    [Fact]
    public void Find_BoundaryTooLong_FindsNothing() =>
        Assert.True(MultipartModelReader.Find("x"u8, new string('b', 71)).IsEmpty);
}
