using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Protocols;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Failover.Failures;
using LlmProxy.Guardrails;

namespace LlmProxy.Exchange.Delivery.Guarded;

/// <summary>Holds a JSON answer whole, and lets go of what its guards make of it. It holds at most <c>Limits:MaxResponseBodyBytes</c>, and no more than is left of <c>Limits:MaxBufferedBytes</c>; beyond that the answer is an error.</summary>
/// <param name="answer">Reads the answer for settlement; what it puts out, if it does not let the answer pass as it came, is what is judged.</param>
/// <param name="guard">Judges it.</param>
/// <param name="attempt">The attempt whose answer it is.</param>
/// <param name="share">What it takes of the process-wide bound; belongs to this.</param>
internal sealed class GuardedJsonPipe(IAnswerPipe answer, BodyGuard guard, LlmAttempt attempt, BufferShare share) : IAnswerPipe
{
    private readonly long _maxBytes = attempt.Exchange.Route.Proxy.Limits.MaxResponseBodyBytes;
    private readonly PooledBuffer _body = new();

    public bool PassesThrough => false;

    public PooledBuffer Output { get; } = new();

    public bool IsStopped => false;

    public bool IsEventStream => false;

    public bool IsBetweenFrames => false;

    public AnswerProof Proof => AnswerProof.None;

    public FailureKind? Fault { get; private set; }

    public void Read(ReadOnlySpan<byte> bytes)
    {
        answer.Read(bytes);
        if (!answer.PassesThrough)
        {
            share.Hold(answer.Output.Length);
            return;
        }

        if (_body.Length + bytes.Length > _maxBytes)
        {
            _body.Release();
            Fault = FailureKind.Malformed;
            throw new LlmException(TooLarge(_maxBytes));
        }

        share.Hold(_body.Length + bytes.Length);
        _body.Append(bytes);
    }

    public LlmError? Complete()
    {
        var error = answer.Complete();
        Fault = answer.Fault;
        var body = answer.PassesThrough ? _body : answer.Output;
        if (error is not null || body.Length == 0)
            return error;
        try
        {
            if (guard.Apply(body.WrittenSpan, Output))
                attempt.Answer.Finish = FinishReason.ContentFilter;
        }
        catch (InvalidDataException)
        {
            Output.Release();
            Fault ??= FailureKind.Malformed;
            return Malformed;
        }
        catch (GuardFailedException e)
        {
            Output.Release();
            throw GuardErrors.Failed(e.Guard, e);
        }
        finally
        {
            body.Release();
        }

        return null;
    }

    public void Fail(LlmError error)
    {
        // Nothing is out: a status can tell it.
    }

    public void Dispose()
    {
        answer.Dispose();
        guard.Dispose();
        share.Dispose();
        _body.Dispose();
        Output.Dispose();
    }

    /// <summary>What a client is told of an answer that is longer than guards may hold.</summary>
    public static LlmError TooLarge(long maxBytes) =>
        new(502, LlmErrorTypes.Upstream, $"The provider's answer is larger than {maxBytes} bytes, the most that guards can judge.", "response_too_large");

    /// <summary>What a client is told of an answer that guards cannot read.</summary>
    public static LlmError Malformed => new(502, LlmErrorTypes.Upstream, "The provider's answer is no JSON object, and the guards of this route cannot judge it.", "malformed_response");
}
