using System.Buffers;
using System.Buffers.Text;

namespace LlmProxy.Core.Tokens.Prompts.Images;

/// <summary>Finds the size of an image that a request carries in base64, from the beginning of it.</summary>
internal static class EncodedImage
{
    /// <summary>As much of a file as is decoded: a JPEG may have a thumbnail of nearly 64 KiB before its size.</summary>
    private const int HeadBytes = 66 * 1024;

    /// <summary>The size; <c>null</c> where <paramref name="url"/> is no data URL, or tells no size.</summary>
    public static ImageSize? OfUrl(ReadOnlySpan<byte> url)
    {
        const string base64 = ";base64,";
        if (!url.StartsWith("data:"u8))
            return null;
        var comma = url[..Math.Min(url.Length, 256)].IndexOf(";base64,"u8);
        return comma < 0 ? null : OfData(url[(comma + base64.Length)..]);
    }

    /// <summary>The size; <c>null</c> where <paramref name="base64"/> tells none.</summary>
    public static ImageSize? OfData(ReadOnlySpan<byte> base64)
    {
        var head = base64[..Math.Min(base64.Length, HeadBytes / 3 * 4)];
        var file = ArrayPool<byte>.Shared.Rent(HeadBytes);
        try
        {
            // Some writers escape the slash, which base64 has; the size mostly stands before the first one.
            Base64.DecodeFromUtf8(head, file, out _, out var written, isFinalBlock: head.Length == base64.Length);
            return ImageHeader.Read(file.AsSpan(0, written));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(file);
        }
    }
}
