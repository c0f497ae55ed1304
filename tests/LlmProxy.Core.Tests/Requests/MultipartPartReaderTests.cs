using System.Text;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Tests.Requests;

public sealed class MultipartPartReaderTests
{
    private const string Part = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n";

    [Theory]
    [InlineData(Part + "one\r\n" + Part + "two\r\n--b--\r\n", "one|two")]
    [InlineData(Part + "\r\n" + Part + "a --b c\r\n--b--", "|a --b c")]
    [InlineData("preamble\r\n" + Part + "one\r\n--b--\r\n", "one")]
    [InlineData(Part + "without an end", "")]
    [InlineData("--b\r\nno head", "")]
    [InlineData("", "")]
    public void Next_Form_GivesTheContentsOfItsParts(string form, string expected)
    {
        var reader = new MultipartPartReader(Encoding.UTF8.GetBytes(form), "b");
        var contents = new List<string>();
        while (reader.Next(out var content))
            contents.Add(Encoding.UTF8.GetString(content));

        Assert.Equal(expected, string.Join('|', contents));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(71)]
    public void Next_BoundaryThatIsNone_GivesNothing(int length) =>
        Assert.False(new MultipartPartReader(Encoding.UTF8.GetBytes(Part + "one\r\n--b--"), new string('b', length)).Next(out _));
}
