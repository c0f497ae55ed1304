using System.Text;

namespace LlmProxy.Core.Requests;

/// <summary>Goes through the contents of a multipart form's parts, files included, without taking the form apart.</summary>
/// <remarks>The layout is that of <see cref="MultipartModelReader"/>; a part without an end is none.</remarks>
public ref struct MultipartPartReader
{
    private readonly ReadOnlySpan<byte> _form;
    private readonly ReadOnlySpan<byte> _delimiter;
    private int _at;

    /// <param name="form">The whole body.</param>
    /// <param name="boundary">The boundary of its content type, without the leading dashes; at most 70 characters, as RFC 2046 has it.</param>
    public MultipartPartReader(ReadOnlySpan<byte> form, string boundary)
    {
        ArgumentNullException.ThrowIfNull(boundary);
        _form = form;
        _delimiter = Encoding.UTF8.GetBytes("--" + boundary);
        _at = boundary.Length is 0 or > 70 ? -1 : form.IndexOf(_delimiter);
    }

    /// <summary>Goes to the next part.</summary>
    /// <param name="content">Its content.</param>
    /// <returns>False: there is none.</returns>
    public bool Next(out ReadOnlySpan<byte> content)
    {
        content = default;
        if (_at < 0)
            return false;
        var head = _at + _delimiter.Length;
        _at = -1;
        var headLength = _form[head..].IndexOf("\r\n\r\n"u8);
        if (headLength < 0)
            return false;
        var start = head + headLength + 4;
        var length = MultipartModelReader.NextDelimiter(_form[start..], _delimiter);
        if (length < 0)
            return false;
        content = _form.Slice(start, length);
        _at = start + length + 2;
        return true;
    }
}
