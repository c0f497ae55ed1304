using LlmProxy.Load.Http;

namespace LlmProxy.Load.Generator;

/// <summary>Asks a gateway whether it lives, for gateways that do not serve the usual requests.</summary>
internal sealed class LiveExchange : Exchange
{
    private static readonly byte[] Request = "GET /health/live HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"u8.ToArray();

    /// <inheritdoc/>
    public override async ValueTask<bool> RunAsync(HttpConnection connection, Tally tally, CancellationToken cancellationToken)
    {
        await connection.SendAsync(Request, cancellationToken);
        var head = await connection.ReadHeadAsync(cancellationToken);
        RequireOk(head);
        while (!(await connection.ReadBodyAsync(cancellationToken)).IsEmpty)
        {
            // What it says of itself does not matter here.
        }

        return head.KeepAlive;
    }
}
