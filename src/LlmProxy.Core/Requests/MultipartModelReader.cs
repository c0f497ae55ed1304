using System.Net.Http.Headers;
using System.Text;

namespace LlmProxy.Core.Requests;

/// <summary>Finds the <c>model</c> field of a multipart form without taking the form apart.</summary>
/// <remarks>
/// The form's bytes stay as they are; the place of the value is enough to rename the model. The layout is RFC 2046's:
/// each part is <c>CRLF -- boundary CRLF headers CRLF CRLF content</c>.
/// </remarks>
public static class MultipartModelReader
{
    /// <summary>Longest name of a model, in bytes; a longer value is found, for its finder to refuse.</summary>
    public const int LongestModel = 1024;

    /// <summary>Where the value of the form field <c>model</c> stands; empty if there is none.</summary>
    /// <param name="form">The whole body.</param>
    /// <param name="boundary">The boundary of its content type, without the leading dashes.</param>
    public static ByteRange Find(ReadOnlySpan<byte> form, ReadOnlySpan<char> boundary)
    {
        if (boundary.IsEmpty || boundary.Length > 70)
            return default;
        Span<byte> delimiter = stackalloc byte[2 + Encoding.UTF8.GetMaxByteCount(70)];
        "--"u8.CopyTo(delimiter);
        delimiter = delimiter[..(2 + Encoding.UTF8.GetBytes(boundary, delimiter[2..]))];

        var at = form.IndexOf(delimiter);
        while (at >= 0)
        {
            var headersStart = at + delimiter.Length;
            var headersLength = form[headersStart..].IndexOf("\r\n\r\n"u8);
            if (headersLength < 0)
                return default;
            var contentStart = headersStart + headersLength + 4;
            var contentLength = NextDelimiter(form[contentStart..], delimiter);
            if (contentLength < 0)
                return default;
            if (IsModel(form.Slice(headersStart, headersLength)))
                return new ByteRange(contentStart, contentLength);
            at = contentStart + contentLength + 2;
        }

        return default;
    }

    /// <summary>How long the content of a part is; -1: its end does not come.</summary>
    internal static int NextDelimiter(ReadOnlySpan<byte> content, ReadOnlySpan<byte> delimiter)
    {
        var from = 0;
        while (true)
        {
            var at = content[from..].IndexOf(delimiter);
            if (at < 0)
                return -1;
            at += from;
            if (at >= 2 && content[at - 2] == '\r' && content[at - 1] == '\n')
                return at - 2;
            from = at + 1;
        }
    }

    private static bool IsModel(ReadOnlySpan<byte> headers)
    {
        foreach (var range in headers.Split("\r\n"u8))
        {
            var header = headers[range];
            if (header.Length > 20 && Ascii.EqualsIgnoreCase(header[..20], "content-disposition:"u8))
                return IsModelField(header[20..]);
        }

        return false;
    }

    /// <summary>Whether a disposition names the field, quoted as browsers and most SDKs write it, or as .NET does: <c>name=model</c>.</summary>
    private static bool IsModelField(ReadOnlySpan<byte> disposition) =>
        ContentDispositionHeaderValue.TryParse(Encoding.UTF8.GetString(disposition).Trim(), out var parsed)
        && parsed is { FileName: null, FileNameStar: null } && parsed.Name?.Trim('"') == "model";
}
