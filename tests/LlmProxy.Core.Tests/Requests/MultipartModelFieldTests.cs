using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Tests.Requests;

public sealed class MultipartModelFieldTests
{
    private const string Field = "--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n";

    [Theory]
    [InlineData("--b\r\nX: 1\r\n\r\n1\r\n--b--", Field + "new\r\n--b\r\nX: 1\r\n\r\n1\r\n--b--")]
    [InlineData("preamble\r\n--b\r\nX: 1\r\n\r\n1\r\n--b--", "preamble\r\n" + Field + "new\r\n--b\r\nX: 1\r\n\r\n1\r\n--b--")]
    [InlineData("no form at all", "no form at all")]
    public void Add_Form_TheFieldComesFirst(string form, string expected) =>
        Assert.Equal(expected, Patched(form, patch => MultipartModelField.Add(Encoding.UTF8.GetBytes(form), "b", "new", patch)));

    [Fact]
    public void Rename_OtherName_OnlyTheValueChanges()
    {
        const string form = Field + "old\r\n--b--";
        var bytes = Encoding.UTF8.GetBytes(form);

        Assert.Equal(Field + "new\r\n--b--", Patched(form, patch => MultipartModelField.Rename(bytes, MultipartModelReader.Find(bytes, "b"), "new", patch)));
    }

    [Fact]
    public void Rename_SameName_ChangesNothing()
    {
        var bytes = Encoding.UTF8.GetBytes(Field + "old\r\n--b--");
        var patch = new BodyPatch();

        MultipartModelField.Rename(bytes, MultipartModelReader.Find(bytes, "b"), "old", patch);

        Assert.True(patch.IsEmpty);
    }

    private static string Patched(string form, Action<BodyPatch> change)
    {
        var patch = new BodyPatch();
        change(patch);
        using var output = new PooledBuffer();
        patch.Apply(Encoding.UTF8.GetBytes(form), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
