using System.Buffers.Text;
using System.Text;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>The pieces of a <c>data:</c> URL (RFC 2397) that holds base64.</summary>
internal readonly ref struct DataUrl
{
    private DataUrl(string mediaType, ReadOnlySpan<byte> data)
    {
        MediaType = mediaType;
        Data = data;
    }

    /// <summary>The media type in lower case, without parameters.</summary>
    public string MediaType { get; }

    /// <summary>The base64 text.</summary>
    public ReadOnlySpan<byte> Data { get; }

    /// <summary>Whether <paramref name="url"/> is meant as a data URL at all.</summary>
    public static bool IsDataUrl(ReadOnlySpan<byte> url) => StartsWith(url, "data:");

    /// <summary>Reads a data URL; false where it has no media type, is not base64, or its data is not.</summary>
    public static bool TryParse(ReadOnlySpan<byte> url, out DataUrl result)
    {
        result = default;
        var comma = url.IndexOf((byte)',');
        if (comma < 0 || !IsDataUrl(url)) return false;
        var head = Encoding.ASCII.GetString(url[5..comma]).ToLowerInvariant().Split(';', StringSplitOptions.TrimEntries);
        var data = url[(comma + 1)..];
        if (head[^1] is not "base64" || !head[0].Contains('/', StringComparison.Ordinal)) return false;
        if (data.IsEmpty || !Base64.IsValid(data)) return false;
        // image/jpg is no registered type, but a frequent one; Anthropic takes image/jpeg alone.
        result = new DataUrl(head[0] is "image/jpg" ? "image/jpeg" : head[0], data);
        return true;
    }

    /// <summary>Whether <paramref name="url"/> begins with <paramref name="prefix"/>, in any case.</summary>
    public static bool StartsWith(ReadOnlySpan<byte> url, string prefix) =>
        url.Length >= prefix.Length && Ascii.EqualsIgnoreCase(url[..prefix.Length], prefix);
}
