using System.Net;
using System.Net.Http.Headers;

namespace LlmProxy.Exchange.Delivery;

/// <summary>A provider's answer on its way to the client: YARP copies from the stream that this hands out.</summary>
/// <param name="provider">The provider's answer.</param>
/// <param name="rewrites">Whether the bytes, and so their number and encoding, change.</param>
/// <param name="stream">The client's stream, which reads the provider's.</param>
internal sealed class DeliveryContent(HttpContent provider, bool rewrites, Stream stream) : HttpContent
{
    /// <summary>The provider's headers of the content, not copied: the response transform takes them from here.</summary>
    public HttpContentHeaders ProviderHeaders => provider.Headers;

    /// <summary>Whether the headers that tell about length and encoding are no longer true.</summary>
    public bool Rewrites => rewrites;

    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) => CreateContentReadStreamAsync();

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(stream);

    protected override Task SerializeToStreamAsync(Stream target, TransportContext? context) =>
        SerializeToStreamAsync(target, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream target, TransportContext? context, CancellationToken cancellationToken) =>
        stream.CopyToAsync(target, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            stream.Dispose();
            provider.Dispose();
        }

        base.Dispose(disposing);
    }
}
