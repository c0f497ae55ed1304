using LlmProxy.Load.Http;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Load.Generator;

/// <summary>A request that is answered by one JSON object, byte for byte the provider's.</summary>
internal sealed class JsonExchange(byte[] request, byte[] answer) : Exchange
{
    /// <summary>A chat completion with a 2 KB request and a 1 KB answer.</summary>
    public static JsonExchange Chat { get; } = new(ClientRequest.Chat(2048), ProviderAnswers.ChatCompletion);

    /// <summary>A chat completion with a 100 KB prompt.</summary>
    public static JsonExchange LongPrompt { get; } = new(ClientRequest.Chat(100 * 1024), ProviderAnswers.ChatCompletion);

    /// <summary>One embedding.</summary>
    public static JsonExchange Embedding { get; } = new(ClientRequest.Embedding(), ProviderAnswers.Embedding);

    /// <inheritdoc/>
    public override async ValueTask<bool> RunAsync(HttpConnection connection, Tally tally, CancellationToken cancellationToken)
    {
        await connection.SendAsync(request, cancellationToken);
        var head = await connection.ReadHeadAsync(cancellationToken);
        RequireOk(head);

        var seen = 0;
        while (true)
        {
            var piece = await connection.ReadBodyAsync(cancellationToken);
            if (piece.IsEmpty)
                break;
            if (!answer.AsSpan(Math.Min(seen, answer.Length)).StartsWith(piece.Span))
                throw new InvalidDataException($"The answer differs from the provider's after byte {seen}.");
            seen += piece.Length;
        }

        if (seen != answer.Length)
            throw new InvalidDataException($"The answer has {seen} bytes; the provider's has {answer.Length}.");
        return head.KeepAlive;
    }
}
