using System.Net;

namespace LlmProxy.Exchange.Forwarding;

/// <summary>A content whose beginning has been read already: that comes first, then the rest, where there is one.</summary>
internal sealed class ResumedContent : HttpContent
{
    private readonly HttpContent _provider;
    private readonly byte[] _beginning;
    private readonly Stream _rest;

    public ResumedContent(HttpContent provider, byte[] beginning, Stream? rest)
    {
        _provider = provider;
        _beginning = beginning;
        _rest = rest ?? Stream.Null;
        HasRest = rest is not null;
        foreach (var header in provider.Headers.NonValidated)
            Headers.TryAddWithoutValidation(header.Key, header.Value);
    }

    /// <summary>Whether more than the beginning is to be read.</summary>
    public bool HasRest { get; }

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => new ResumedStream(_beginning, _rest);

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult(CreateContentReadStream(CancellationToken.None));

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_beginning, cancellationToken);
        await _rest.CopyToAsync(stream, cancellationToken);
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
