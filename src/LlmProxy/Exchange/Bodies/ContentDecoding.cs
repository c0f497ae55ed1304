using System.IO.Compression;

namespace LlmProxy.Exchange.Bodies;

/// <summary>Removes content encodings (RFC 9110 §8.4.1).</summary>
internal static class ContentDecoding
{
    /// <summary>A stream that yields <paramref name="encoded"/> decoded, or <c>null</c> for an encoding that is not known.</summary>
    public static Stream? TryCreate(string encoding, Stream encoded) => encoding.Trim().ToUpperInvariant() switch
    {
        "GZIP" or "X-GZIP" => new GZipStream(encoded, CompressionMode.Decompress),
        "BR" => new BrotliStream(encoded, CompressionMode.Decompress),
        // HTTP's "deflate" is the zlib format, RFC 1950.
        "DEFLATE" => new ZLibStream(encoded, CompressionMode.Decompress),
        _ => null,
    };
}
