using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Endpoints;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Delivery.Guarded.Corrections;
using LlmProxy.Guardrails;

namespace LlmProxy.Exchange.Delivery.Guarded;

/// <summary>Puts guards on an answer's way.</summary>
internal sealed class AnswerGuards(IEnumerable<IOutputGuardSource> sources, BufferBudget budget, TimeProvider clock, Lazy<Corrector>? corrector = null)
{
    private readonly IOutputGuardSource? _source = sources.FirstOrDefault();

    /// <summary>The guards of an answer; <c>null</c>: there are none, or it is no text.</summary>
    public IOutputGuards? For(LlmAttempt attempt) =>
        _source is null || attempt.Exchange.IsDetached || ProtocolOf(attempt.Exchange.Path.Endpoint) is null ? null : _source.Create(attempt);

    /// <summary>The guards that the answer's texts pass while it comes.</summary>
    public static IOutputGuards? OfTexts(LlmAttempt attempt) =>
        attempt.OutputGuards is { Judge: not null } judged ? new MaskedGuards(judged) : attempt.OutputGuards;

    /// <summary>A JSON answer as the client gets it: held and judged where it has guards, else as it came.</summary>
    public IAnswerPipe Guard(IAnswerPipe answer, LlmAttempt attempt) =>
        OfTexts(attempt) is { } guards ? new GuardedJsonPipe(answer, new BodyGuard(ProtocolOf(attempt, isTranslated: false), guards), attempt, Share()) : answer;

    /// <summary>What the guards make of an answer that is to be translated; <c>null</c>: it has none.</summary>
    /// <exception cref="InvalidDataException">The answer is no JSON object.</exception>
    /// <exception cref="LlmException">A guard has failed.</exception>
    public static PooledBuffer? Apply(LlmAttempt attempt, PooledBuffer answer)
    {
        if (OfTexts(attempt) is not { } guards)
            return null;
        var output = new PooledBuffer();
        using var guard = new BodyGuard(ProtocolOf(attempt, isTranslated: true), guards);
        try
        {
            guard.Apply(answer.WrittenSpan, output);
            return output;
        }
        catch (GuardFailedException e)
        {
            throw GuardErrors.Failed(e.Guard, e);
        }
    }

    /// <summary>The answer as the client gets it: held whole where somebody judges it as such, else as it is.</summary>
    public Stream Judge(LlmAttempt attempt, Stream answer, bool isEventStream) =>
        attempt is { OutputGuards: { Judge: not null } guards, Exchange.IsCorrection: false }
            ? new JudgedStream(answer, attempt, guards, isEventStream, Share(), clock, corrector)
            : answer;

    /// <summary>What an answer that is held for its guards takes of the process-wide bound.</summary>
    public BufferShare Share() => new(budget);

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
