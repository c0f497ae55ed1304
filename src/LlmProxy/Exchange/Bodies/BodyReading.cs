using System.Buffers;
using System.IO.Pipelines;
using LlmProxy.Core.Errors;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace LlmProxy.Exchange.Bodies;

/// <summary>Reads a request's body once, whole, decoded, and never beyond its limit.</summary>
internal static class BodyReading
{
    /// <summary>The content encodings that are understood, as an error names them.</summary>
    private const string KnownEncodings = "gzip, br, deflate or identity";

    /// <summary>
    /// Most bytes that are taken for a declared length alone: the usual prompt needs no second array, and a client that
    /// declares much and sends nothing takes nothing from others.
    /// </summary>
    private const int MostAtOnce = 128 * 1024;

    /// <summary>Reads the body.</summary>
    /// <param name="context">The request; nothing may have read its body before.</param>
    /// <param name="budget">The process-wide bound.</param>
    /// <param name="maxBytes">Most bytes, as sent and once decoded.</param>
    /// <exception cref="LlmException">413 over the limit, 415 for an unknown encoding, 400 for a broken one, 503 when the process holds too much.</exception>
    public static async Task<PooledBody> ReadAsync(HttpContext context, BufferBudget budget, long maxBytes)
    {
        var declared = context.Request.ContentLength;
        if (declared > maxBytes)
            throw TooLarge(maxBytes);
        // The server's own limit would answer without our error body, and YARP applies the route's only after us.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = null;

        var encoding = context.Request.Headers[HeaderNames.ContentEncoding];
        PooledBody? body = null;
        try
        {
            body = new PooledBody(budget, (int)Math.Min(declared ?? 4096, MostAtOnce));
            if (encoding.Count == 0 || IsIdentity(encoding.ToString()))
                await CopyAsync(context.Request.BodyReader, body, maxBytes, context.RequestAborted);
            else
                await DecodeAsync(context, encoding.ToString(), body, maxBytes);
            var result = body;
            body = null;
            return result;
        }
        finally
        {
            body?.Dispose();
        }
    }

    private static bool IsIdentity(string encoding) =>
        encoding.Length == 0 || string.Equals(encoding, "identity", StringComparison.OrdinalIgnoreCase);

    private static async Task CopyAsync(PipeReader reader, PooledBody body, long maxBytes, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            foreach (var segment in read.Buffer)
            {
                if (body.Length + (long)segment.Length > maxBytes)
                    throw TooLarge(maxBytes);
                body.Write(segment.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    private static async Task DecodeAsync(HttpContext context, string encoding, PooledBody body, long maxBytes)
    {
        var sent = new CountingStream(context.Request.Body, maxBytes, () => TooLarge(maxBytes));
        await using var decoded = Decoder(encoding, sent);
        try
        {
            while (true)
            {
                var memory = body.GetMemory(4096);
                var read = await decoded.ReadAsync(memory, context.RequestAborted);
                if (read == 0)
                    return;
                if (body.Length + (long)read > maxBytes)
                    throw TooLarge(maxBytes);
                body.Advance(read);
            }
        }
        catch (Exception e) when (IsOfTheDecoder(e))
        {
            throw new LlmException(
                new LlmError(400, LlmErrorTypes.InvalidRequest, $"The request body is not valid '{encoding}' data, as its Content-Encoding says it is.", "invalid_encoding")
                {
                    ShouldRetry = false,
                }, e);
        }
    }

    /// <summary>Whether the data is at fault, not the connection that it comes over; zlib's own errors are I/O errors too.</summary>
    private static bool IsOfTheDecoder(Exception failure) =>
        failure is InvalidDataException or InvalidOperationException
        || failure is IOException and not (BadHttpRequestException or ConnectionResetException);

    private static Stream Decoder(string encoding, Stream sent) => ContentDecoding.TryCreate(encoding, sent)
        ?? throw new LlmException(
            new LlmError(415, LlmErrorTypes.InvalidRequest, $"This Content-Encoding is not supported; send {KnownEncodings}.", "unsupported_encoding")
            {
                ShouldRetry = false,
            });

    /// <summary>413, naming the limit.</summary>
    internal static LlmException TooLarge(long maxBytes) => new(
        new LlmError(413, LlmErrorTypes.InvalidRequest, $"The request body is larger than {maxBytes} bytes, the most that this route takes.", "request_too_large")
        {
            ShouldRetry = false,
        });
}
