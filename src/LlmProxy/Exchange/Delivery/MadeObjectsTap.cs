using System.Text.Json;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Routing;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Notes the objects that an answer names besides its own id, as the caller's. An answer of more than 1 MiB is not searched.</summary>
internal sealed class MadeObjectsTap(LlmAttempt attempt, StoredObjects objects) : IDisposable
{
    private const int MaxBytes = 1024 * 1024;

    private readonly PooledBuffer _answer = new();
    private bool _isDone;

    /// <summary>Whether an answer may name such objects. The content of a file is its maker's word and no provider's, so it names none.</summary>
    public static bool Concerns(LlmExchange exchange) => exchange.Path.Endpoint switch
    {
        // Without keys an answer's container is found by the answer.
        LlmEndpoint.Responses or LlmEndpoint.ResponseObject => !exchange.Caller.IsAnonymous,
        LlmEndpoint.Other => !exchange.Path.Rest.TrimEnd('/').EndsWith("/content", StringComparison.OrdinalIgnoreCase),
        _ => false,
    };

    /// <summary>Takes a part of the answer, before it goes out: whoever has an id may use it at once.</summary>
    /// <param name="bytes">The part.</param>
    /// <param name="isLast">Whether the answer is whole with it.</param>
    public void Append(ReadOnlySpan<byte> bytes, bool isLast)
    {
        if (_isDone)
            return;
        _isDone = isLast || _answer.Length + bytes.Length > MaxBytes;
        if (_answer.Length + bytes.Length <= MaxBytes)
        {
            _answer.Append(bytes);
            if (isLast && AnswerIdReader.MayHold(_answer.WrittenSpan))
                Note();
        }

        if (_isDone)
            _answer.Release();
    }

    public void Dispose() => _answer.Dispose();

    private void Note()
    {
        var exchange = attempt.Exchange;
        var isAnswer = exchange.Path.Endpoint != LlmEndpoint.Other;
        try
        {
            var reader = new AnswerIdReader(_answer.WrittenSpan);
            while (reader.Next(out var id))
                objects.Add(id, attempt.Cluster.ClusterId, exchange.Caller.Tenant, isAnswer);
        }
        catch (JsonException)
        {
            // Whoever reads the answer will see; nothing of it can be told.
        }
    }
}
