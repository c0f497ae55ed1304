using System.Buffers;
using System.IO.Compression;

namespace LlmProxy.Sandbox.Hosting;

/// <summary>A whole request body in pooled memory: as it came, and decoded.</summary>
internal sealed class RequestBody : IDisposable
{
    private byte[] _buffer;
    private int _length;
    private byte[]? _decoded;

    private RequestBody(int sizeHint) => _buffer = ArrayPool<byte>.Shared.Rent(sizeHint);

    /// <summary>The bytes as they came.</summary>
    public ReadOnlyMemory<byte> Raw => _buffer.AsMemory(0, _length);

    /// <summary>The bytes without <c>Content-Encoding</c>.</summary>
    public ReadOnlyMemory<byte> Decoded => _decoded is { } decoded ? decoded : Raw;

    /// <exception cref="BadHttpRequestException">It is too large, or its encoding is broken or not known.</exception>
    public static async ValueTask<RequestBody> ReadAsync(HttpRequest request, long maxBytes, CancellationToken cancellation)
    {
        var expected = request.ContentLength ?? 0;
        if (expected > maxBytes) throw TooLarge(maxBytes);
        var body = new RequestBody((int)Math.Max(expected, 256));
        try
        {
            await body.FillAsync(request.Body, maxBytes, cancellation).ConfigureAwait(false);
            if (request.Headers.ContentEncoding is { Count: > 0 } encodings) body.Decode(encodings.ToString(), maxBytes);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _length = 0;
    }

    private async ValueTask FillAsync(Stream stream, long maxBytes, CancellationToken cancellation)
    {
        int read;
        while ((read = await stream.ReadAsync(_buffer.AsMemory(_length), cancellation).ConfigureAwait(false)) > 0)
        {
            _length += read;
            if (_length > maxBytes) throw TooLarge(maxBytes);
            if (_length == _buffer.Length) Grow();
        }
    }

    private void Grow()
    {
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        Raw.Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }

    private void Decode(string encoding, long maxBytes)
    {
        if (encoding.Equals("identity", StringComparison.OrdinalIgnoreCase)) return;
        using var source = new MemoryStream(_buffer, 0, _length, writable: false);
        using Stream decoder = encoding.ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => new GZipStream(source, CompressionMode.Decompress),
            "BR" => new BrotliStream(source, CompressionMode.Decompress),
            "DEFLATE" => new ZLibStream(source, CompressionMode.Decompress),
            _ => throw new BadHttpRequestException(
                $"Content-Encoding '{encoding}' is not supported; gzip, br and deflate are.",
                StatusCodes.Status415UnsupportedMediaType),
        };
        using var target = new MemoryStream();
        var piece = ArrayPool<byte>.Shared.Rent(16 * 1024);
        try
        {
            int read;
            while ((read = decoder.Read(piece)) > 0)
            {
                if (target.Length + read > maxBytes) throw TooLarge(maxBytes);
                target.Write(piece, 0, read);
            }
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            throw new BadHttpRequestException($"The body is not valid {encoding}.", StatusCodes.Status400BadRequest, e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }

        _decoded = target.ToArray();
    }

    private static BadHttpRequestException TooLarge(long maxBytes) =>
        new($"The request body is larger than {maxBytes} bytes.", StatusCodes.Status413PayloadTooLarge);
}
