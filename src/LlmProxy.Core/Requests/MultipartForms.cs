using System.Text;

namespace LlmProxy.Core.Requests;

/// <summary>Tells forms that every server reads alike from those that a lenient one may read otherwise.</summary>
/// <remarks>For callers who may not use every model: a server that ends lines at LF alone, or resolves a backslash in a name, would find a <c>model</c> that was not found here.</remarks>
public static class MultipartForms
{
    /// <summary>Whether a form leaves room for another reading: lines that LF alone ends, a part's head without end, or a backslash in the head of a part that is no file.</summary>
    /// <param name="form">The whole body.</param>
    /// <param name="boundary">The boundary of its content type, without the leading dashes; at most 70 characters, as RFC 2046 has it.</param>
    public static bool IsAmbiguous(ReadOnlySpan<byte> form, string boundary)
    {
        ArgumentNullException.ThrowIfNull(boundary);
        if (boundary.Length is 0 or > 70)
            return true;
        ReadOnlySpan<byte> delimiter = Encoding.UTF8.GetBytes("--" + boundary);
        var rest = form;
        for (var at = rest.IndexOf(delimiter); at >= 0; at = rest.IndexOf(delimiter))
        {
            var isFirst = rest.Length == form.Length && at == 0;
            var before = rest[..at];
            rest = rest[(at + delimiter.Length)..];
            if (!isFirst && !before.EndsWith("\r\n"u8))
            {
                if (before is [.., (byte)'\n'] or [.., (byte)'\r'])
                    return true;
                // In the middle of a line it is content.
                continue;
            }

            if (rest.StartsWith("--"u8))
                return false;
            var head = rest.IndexOf("\r\n\r\n"u8);
            if (head < 0 || IsAmbiguousHead(rest[..(head + 2)]))
                return true;
            // The blank line's end stays: it may be the one before the next delimiter, where the part is empty.
            rest = rest[(head + 2)..];
        }

        return true;
    }

    private static bool IsAmbiguousHead(ReadOnlySpan<byte> head)
    {
        var ends = head.Count("\r\n"u8);
        if (!head.StartsWith("\r\n"u8) || head.Count((byte)'\n') != ends || head.Count((byte)'\r') != ends)
            return true;
        return head.Contains((byte)'\\') && head.IndexOf("filename"u8) < 0;
    }
}
