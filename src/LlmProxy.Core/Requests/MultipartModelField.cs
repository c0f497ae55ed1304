using System.Text;

namespace LlmProxy.Core.Requests;

/// <summary>Changes the <c>model</c> of a multipart form by patches on its bytes.</summary>
public static class MultipartModelField
{
    /// <summary>Puts another name in the place of the field's value; nothing, if that is the name already.</summary>
    /// <param name="form">The whole body.</param>
    /// <param name="value">Where the value stands, from <see cref="MultipartModelReader"/>.</param>
    /// <param name="model">The name.</param>
    /// <param name="patch">Takes the change.</param>
    public static void Rename(ReadOnlySpan<byte> form, ByteRange value, string model, BodyPatch patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        var name = Encoding.UTF8.GetBytes(model);
        if (!form.Slice(value.Start, value.Length).SequenceEqual(name))
            patch.Replace(value, name);
    }

    /// <summary>Adds the field, as the first part, to a form that has none.</summary>
    /// <param name="form">The whole body.</param>
    /// <param name="boundary">The boundary of its content type, without the leading dashes.</param>
    /// <param name="model">The name.</param>
    /// <param name="patch">Takes the change.</param>
    public static void Add(ReadOnlySpan<byte> form, string boundary, string model, BodyPatch patch)
    {
        ArgumentNullException.ThrowIfNull(patch);
        var start = form.IndexOf(Encoding.UTF8.GetBytes("--" + boundary));
        if (start < 0)
            return;
        var part = $"--{boundary}\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{model}\r\n";
        patch.Replace(new ByteRange(start, 0), Encoding.UTF8.GetBytes(part));
    }
}
