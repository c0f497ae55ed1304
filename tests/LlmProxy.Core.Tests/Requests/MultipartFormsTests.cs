using System.Text;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Tests.Requests;

public sealed class MultipartFormsTests
{
    private const string Model = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\na\r\n";

    [Theory]
    [InlineData(Model + "--b--\r\n", false)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\n\r\n" + Model + "--b--", false)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\a\"\r\n\r\nx--b\n\n\r\n" + Model + "--b--", false)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"mod\\el\"\r\n\r\na\r\n--b--", true)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"x\"\n\nbig\r\n" + Model + "--b--", true)]
    [InlineData("--b\nContent-Disposition: form-data; name=\"model\"\n\nbig\n" + Model + "--b--", true)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\nx\n" + Model + "--b--", true)]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"x\"", true)]
    [InlineData("", true)]
    public void IsAmbiguous_Form_IsWhatAnotherServerMayReadOtherwise(string form, bool expected) =>
        Assert.Equal(expected, MultipartForms.IsAmbiguous(Encoding.UTF8.GetBytes(form), "b"));
}
