using System.Net;
using Microsoft.Net.Http.Headers;

namespace LlmProxy.Exchange.Detached;

/// <summary>A flight's answer as the content of a response; what it is, is told by the headers that delivery asks for.</summary>
internal sealed class FlightContent : HttpContent
{
    private readonly FlightReader _reader;

    public FlightContent(FlightReader reader, FlightResponse response)
    {
        _reader = reader;
        Add(response, HeaderNames.ContentType);
        Add(response, HeaderNames.ContentEncoding);
    }

    protected override Stream CreateContentReadStream(CancellationToken cancellationToken) => _reader;

    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(_reader);

    protected override Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) => CreateContentReadStreamAsync();

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        _reader.CopyToAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _reader.Dispose();
        base.Dispose(disposing);
    }

    private void Add(FlightResponse response, string name)
    {
        if (response.Headers.TryGetValue(name, out var value))
            Headers.TryAddWithoutValidation(name, value.ToString());
    }
}
