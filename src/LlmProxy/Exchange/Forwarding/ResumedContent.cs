using System.Net;

namespace LlmProxy.Exchange.Forwarding;

/// <summary>A content whose beginning has been read already: that comes first, then the rest.</summary>
internal sealed class ResumedContent : HttpContent
{
    private readonly HttpContent _provider;
    private readonly byte[] _beginning;

    public ResumedContent(HttpContent provider, byte[] beginning)
    {
        _provider = provider;
        _beginning = beginning;
        foreach (var header in provider.Headers.NonValidated)
            Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new ResumedStream(_beginning, await _provider.ReadAsStreamAsync(cancellationToken));

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_beginning, cancellationToken);
        await _provider.CopyToAsync(stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _provider.Dispose();
        base.Dispose(disposing);
    }
}
