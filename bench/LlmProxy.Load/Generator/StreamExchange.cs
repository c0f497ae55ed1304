using LlmProxy.Load.Http;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Load.Generator;

/// <summary>A request that is answered by a stream, of which every chunk must arrive, once and in order.</summary>
internal sealed class StreamExchange(StreamPlan plan) : Exchange
{
    private readonly byte[] _request = ClientRequest.Stream(plan);

    /// <inheritdoc/>
    public override async ValueTask<bool> RunAsync(HttpConnection connection, Tally tally, CancellationToken cancellationToken)
    {
        await connection.SendAsync(_request, cancellationToken);
        var head = await connection.ReadHeadAsync(cancellationToken);
        RequireOk(head);

        tally.StreamOpened();
        try
        {
            var check = new StreamCheck(tally);
            while (true)
            {
                var piece = await connection.ReadBodyAsync(cancellationToken);
                if (piece.IsEmpty)
                    break;
                check.Read(piece.Span);
            }

            check.RequireComplete(plan.Chunks);
        }
        finally
        {
            tally.StreamClosed();
        }

        return head.KeepAlive;
    }
}
