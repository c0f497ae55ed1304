using System.Text;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Telemetry;

namespace LlmProxy.Guardrails.Output;

/// <summary>Shows the texts of an answer to the guards that judge whole texts.</summary>
internal sealed class AnswerJudge(GuardedExchange guarded, TimeProvider clock) : IAnswerJudge
{
    private JudgeRound? _open;
    private JudgedTexts _judged;

    public bool OnlyLooksOn { get; } = !guarded.Guards.Output.Any(static guard => guard is JudgingGuard { ChangesText: true });

    public ValueTask<AnswerVerdict> JudgeAsync(IReadOnlyList<AnswerText> texts, CancellationToken cancellationToken) =>
        JudgeAsync(texts, mayCorrect: false, cancellationToken);

    public ValueTask<AnswerVerdict> JudgeCorrectableAsync(IReadOnlyList<AnswerText> texts, CancellationToken cancellationToken) =>
        JudgeAsync(texts, mayCorrect: true, cancellationToken);

    public AnswerVerdict Conclude(bool isCorrected)
    {
        if (_open is not { } round)
            return AnswerVerdict.Passed;
        _open = null;
        if (!isCorrected)
            return Uphold(round);
        round.Drop(_judged);
        return AnswerVerdict.Passed;
    }

    /// <summary>What was open when the span of its judgement ended is told in one of its own.</summary>
    private AnswerVerdict Uphold(JudgeRound round)
    {
        var span = GenAiSpans.StartStep(SpanNames.Guard);
        _judged = round.Uphold(_judged);
        GuardSpans.TellVerdicts(span, guarded);
        GenAiSpans.EndStep(span, _judged.Blocker is null ? null : GuardErrors.ContentFilter);
        return VerdictOf(_judged);
    }

    private async ValueTask<AnswerVerdict> JudgeAsync(IReadOnlyList<AnswerText> texts, bool mayCorrect, CancellationToken cancellationToken)
    {
        var span = GenAiSpans.StartStep(SpanNames.Guard);
        string? error = GuardErrors.Unavailable;
        try
        {
            var places = new AnswerTextPlaces(texts);
            List<SubjectText> subjects = [.. texts.Select((text, number) => new SubjectText(text.Kind, text.Form, text.Utf8, text.Message) { Places = places, Number = number })];
            var round = new JudgeRound(guarded, GuardDirection.Output, subjects, clock) { MayCorrect = mayCorrect };
            _judged = await round.RunAsync(cancellationToken);
            _open = _judged.Open is null ? null : round;
            error = _judged.Blocker is null ? null : GuardErrors.ContentFilter;
            return VerdictOf(_judged);
        }
        finally
        {
            GuardSpans.TellVerdicts(span, guarded);
            GenAiSpans.EndStep(span, error);
        }
    }

    private static AnswerVerdict VerdictOf(in JudgedTexts judged)
    {
        var message = judged.Message ?? judged.Blocker?.Message;
        return new AnswerVerdict(judged.Blocker is not null)
        {
            Message = message is null ? default : Encoding.UTF8.GetBytes(message),
            Replacement = judged.Replacement,
            Correction = judged.Open is { } open ? Encoding.UTF8.GetBytes(string.Join('\n', open.Select(one => one.Verdict.Correction))) : default(ReadOnlyMemory<byte>?),
        };
    }
}
