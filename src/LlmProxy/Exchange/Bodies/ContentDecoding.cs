using System.IO.Compression;
using LlmProxy.Core.Buffers;

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

    /// <summary>Decodes a body that is in memory, as far as it goes: it may be cut, and may be no such encoding at all.</summary>
    /// <param name="body">The body as it was sent.</param>
    /// <param name="encodings">What it was encoded with, in that order.</param>
    /// <param name="max">Most bytes that are decoded; what is beyond is left out.</param>
    public static byte[] DecodeWhatIsThere(byte[] body, IEnumerable<string> encodings, int max)
    {
        foreach (var encoding in encodings.Reverse().Where(encoding => !encoding.Trim().Equals("identity", StringComparison.OrdinalIgnoreCase)))
        {
            using var decoder = TryCreate(encoding, new MemoryStream(body, writable: false));
            if (decoder is null)
                return [];
            body = ReadWhatIsThere(decoder, max);
        }

        return body;
    }

    private static byte[] ReadWhatIsThere(Stream decoder, int max)
    {
        using var decoded = new PooledBuffer();
        try
        {
            while (decoded.Length < max)
            {
                var memory = decoded.GetMemory(4096);
                var read = decoder.Read(memory.Span[..Math.Min(memory.Length, max - decoded.Length)]);
                if (read == 0)
                    break;
                decoded.Advance(read);
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            // Cut, or not what it says it is; Brotli calls that an invalid operation.
        }

        return decoded.WrittenSpan.ToArray();
    }
}
