using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Exchange.Delivery.Guarded.Corrections;

namespace LlmProxy.Exchange.Delivery.Guarded;

/// <content>The second answer, where a guard wants one.</content>
internal sealed partial class JudgedStream
{
    private CorrectedStream? _second;
    private Stream? _first;
    private PooledBuffer? _firstHeld;

    /// <summary>An answer is asked for once more at most.</summary>
    private ValueTask<AnswerVerdict> JudgeAsync(IReadOnlyList<AnswerText> texts, CancellationToken cancellationToken) =>
        _second is null && _corrector is not null
            ? _guards.Judge!.JudgeCorrectableAsync(texts, cancellationToken)
            : _guards.Judge!.JudgeAsync(texts, cancellationToken);

    /// <summary>Has the model answer once more; what it has said is kept until that has come.</summary>
    private bool TryCorrect(IReadOnlyList<AnswerText> texts, ReadOnlyMemory<byte> correction)
    {
        if (_answer is IAnswerStream { IsStopped: true } || _corrector!.Value.TryBegin(_attempt, texts, correction, _isEventStream) is not { } second)
        {
            Note(CorrectionOutcomes.Skipped);
            return false;
        }

        (_first, _answer, _second) = (_answer, second, second);
        (_held, _firstHeld) = (new PooledBuffer(), _held);
        return true;
    }

    /// <summary>The second answer is whole, and takes the place of the first.</summary>
    private void TakeOver()
    {
        if (_second is not { } second)
            return;
        _first!.Dispose();
        _firstHeld!.Dispose();
        _guards.Judge!.Conclude(isCorrected: true);
        second.TakeOver();
        _attempt = second.Attempt;
    }

    /// <summary>There is no second answer: what was said of the first holds.</summary>
    private void Uphold()
    {
        Note(CorrectionOutcomes.Unanswered);
        _second!.Dispose();
        _held.Dispose();
        (_answer, _held) = (_first!, _firstHeld!);
        Release(_guards.Judge!.Conclude(isCorrected: false));
    }

    private void NoteSecond(in AnswerVerdict verdict)
    {
        if (_second is not null)
            Note(verdict.IsBlocked ? CorrectionOutcomes.Failed : CorrectionOutcomes.Kept);
    }

    private void Note(string outcome) => _corrector!.Value.Note(_attempt.Exchange, outcome);
}
