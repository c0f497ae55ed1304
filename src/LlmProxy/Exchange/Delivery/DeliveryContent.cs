using System.Net;
using System.Net.Http.Headers;

namespace LlmProxy.Exchange.Delivery;

/// <summary>A provider's answer on its way to the client: YARP copies from the stream that this hands out.</summary>
/// <param name="provider">The provider's answer.</param>
/// <param name="rewrites">Whether the bytes, and so their number and encoding, change.</param>
/// <param name="wrap">Makes the client's stream of the provider's.</param>
internal sealed class DeliveryContent(HttpContent provider, bool rewrites, Func<Stream, Stream> wrap) : HttpContent
{
    /// <summary>The provider's headers of the content, not copied: the response transform takes them from here.</summary>
    public HttpContentHeaders ProviderHeaders => provider.Headers;

    /// <summary>Whether the headers that tell about length and encoding are no longer true.</summary>
    public bool Rewrites => rewrites;

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        wrap(await provider.ReadAsStreamAsync(cancellationToken));

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var from = await CreateContentReadStreamAsync(cancellationToken);
        await from.CopyToAsync(stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            provider.Dispose();
        base.Dispose(disposing);
    }
}
