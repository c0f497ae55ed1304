using LlmProxy.Load.Http;
using LlmProxy.Load.Processes;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Load.Generator;

/// <summary>Streams that are open and silent: each has had its first chunk, and nobody will send or end anything.</summary>
internal sealed class IdleStreams(Target target) : IDisposable
{
    private const int OpenedAtOnce = 64;

    private static readonly byte[] Request = ClientRequest.Stream(StreamPlan.Idle);

    private readonly List<HttpConnection> _connections = [];

    /// <summary>Opens more streams until there are <paramref name="count"/>.</summary>
    /// <exception cref="InvalidDataException">A stream was refused.</exception>
    public async Task GrowAsync(int count, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = OpenedAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(_connections.Count, count, options, async (_, token) =>
        {
            var connection = new HttpConnection(target.EndPoint);
            lock (_connections)
                _connections.Add(connection);
            await OpenAsync(connection, token);
        });
    }

    /// <summary>Leaves all streams.</summary>
    public void Dispose() => _connections.ForEach(connection => connection.Dispose());

    private static async Task OpenAsync(HttpConnection connection, CancellationToken cancellationToken)
    {
        await connection.ConnectAsync(cancellationToken);
        await connection.SendAsync(Request, cancellationToken);
        var head = await connection.ReadHeadAsync(cancellationToken);
        if (head.Status != 200)
            throw new InvalidDataException($"A stream was refused with status {head.Status}.");

        var check = new StreamCheck(new Tally());
        while (check.Chunks == 0)
        {
            var piece = await connection.ReadBodyAsync(cancellationToken);
            if (piece.IsEmpty)
                throw new InvalidDataException("A stream ended that should stay open.");
            check.Read(piece.Span);
        }
    }
}
