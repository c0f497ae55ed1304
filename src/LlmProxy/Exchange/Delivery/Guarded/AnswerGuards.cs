using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Endpoints;

namespace LlmProxy.Exchange.Delivery.Guarded;

/// <summary>Finds the guards of an answer.</summary>
internal sealed class AnswerGuards(IEnumerable<IOutputGuardSource> sources)
{
    private readonly IOutputGuardSource? _source = sources.FirstOrDefault();

    /// <summary>The guards of an answer; <c>null</c>: there are none, or it is no text.</summary>
    public IOutputGuards? For(LlmAttempt attempt) =>
        _source is null || attempt.Exchange.IsDetached || ProtocolOf(attempt.Exchange.Path.Endpoint) is null ? null : _source.Create(attempt);

    /// <summary>A JSON answer as the client gets it: held and judged where it has guards, else as it came.</summary>
    public IAnswerPipe Guard(JsonPipe answer, LlmAttempt attempt) =>
        For(attempt) is { } guards ? new GuardedJsonPipe(answer, new BodyGuard(ProtocolOf(attempt, isTranslated: false), guards), attempt) : answer;

    /// <summary>What the guards make of an answer that is to be translated; <c>null</c>: it has none.</summary>
    /// <exception cref="InvalidDataException">The answer is no JSON object.</exception>
    public PooledBuffer? Apply(LlmAttempt attempt, PooledBuffer answer)
    {
        if (For(attempt) is not { } guards)
            return null;
        var output = new PooledBuffer();
        using var guard = new BodyGuard(ProtocolOf(attempt, isTranslated: true), guards);
        guard.Apply(answer.WrittenSpan, output);
        return output;
    }

    /// <summary>In which form the provider answers. One whose answers are translated speaks Anthropic's protocol.</summary>
    public static AnswerProtocol ProtocolOf(LlmAttempt attempt, bool isTranslated) =>
        isTranslated ? AnswerProtocol.Messages : ProtocolOf(attempt.Exchange.Path.Endpoint)!.Value;

    private static AnswerProtocol? ProtocolOf(LlmEndpoint endpoint) => endpoint switch
    {
        LlmEndpoint.ChatCompletions => AnswerProtocol.Chat,
        LlmEndpoint.Completions => AnswerProtocol.Completions,
        LlmEndpoint.Responses or LlmEndpoint.ResponseObject or LlmEndpoint.ResponseCompaction => AnswerProtocol.Responses,
        LlmEndpoint.Messages => AnswerProtocol.Messages,
        // Vectors, images, files and lists: there is no text of a model's in them.
        _ => null,
    };
}
