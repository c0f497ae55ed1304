using System.Net;
using LlmProxy.Exchange.Bodies;

namespace LlmProxy.Exchange.Forwarding;

/// <summary>A body from memory, the same bytes for every attempt; head and body leave in one write where they fit.</summary>
internal sealed class PreparedContent : HttpContent
{
    private readonly LlmAttempt _attempt;
    private readonly PooledBody _body;

    public PreparedContent(LlmAttempt attempt, PooledBody body)
    {
        _attempt = attempt;
        _body = body;
        Headers.TryAddWithoutValidation("Content-Type", attempt.BodyContentType!);
    }

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // HTTP/2 may still send after the answer has come: the memory must not go back to the pool before that.
        _body.AddUse();
        _attempt.HasLeft = true;
        try
        {
            await stream.WriteAsync(_body.Memory, cancellationToken);
        }
        finally
        {
            _body.Dispose();
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
