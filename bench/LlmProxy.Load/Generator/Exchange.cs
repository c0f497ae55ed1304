using LlmProxy.Load.Http;

namespace LlmProxy.Load.Generator;

/// <summary>One kind of request, and how to tell that its answer is right. Serves all connections at once.</summary>
internal abstract class Exchange
{
    /// <summary>Sends the request and reads the whole answer.</summary>
    /// <returns>Whether the connection can be used again.</returns>
    /// <exception cref="InvalidDataException">The answer is not the right one.</exception>
    public abstract ValueTask<bool> RunAsync(HttpConnection connection, Tally tally, CancellationToken cancellationToken);

    /// <summary>Refuses every status but 200.</summary>
    protected static void RequireOk(ResponseHead head)
    {
        if (head.Status != 200)
            throw new InvalidDataException($"The answer has status {head.Status}.");
    }
}
