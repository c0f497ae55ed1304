using System.Text;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Telemetry;

namespace LlmProxy.Guardrails.Output;

/// <summary>Shows the texts of an answer to the guards that judge whole texts.</summary>
internal sealed class AnswerJudge(GuardedExchange guarded, TimeProvider clock) : IAnswerJudge
{
    public bool OnlyLooksOn { get; } = !guarded.Guards.Output.Any(static guard => guard is JudgingGuard { ChangesText: true });

    public async ValueTask<AnswerVerdict> JudgeAsync(IReadOnlyList<AnswerText> texts, CancellationToken cancellationToken)
    {
        var span = GenAiSpans.StartStep(SpanNames.Guard);
        string? error = GuardErrors.Unavailable;
        try
        {
            var places = new AnswerTextPlaces(texts);
            List<SubjectText> subjects = [.. texts.Select((text, number) => new SubjectText(text.Kind, text.Form, text.Utf8, text.Message) { Places = places, Number = number })];
            var judged = await new JudgeRound(guarded, GuardDirection.Output, subjects, clock).RunAsync(cancellationToken);
            error = judged.Blocker is null ? null : GuardErrors.ContentFilter;
            var message = judged.Message ?? judged.Blocker?.Message;
            return new AnswerVerdict(judged.Blocker is not null)
            {
                Message = message is null ? default : Encoding.UTF8.GetBytes(message), Replacement = judged.Replacement,
            };
        }
        finally
        {
            GuardSpans.TellVerdicts(span, guarded);
            GenAiSpans.EndStep(span, error);
        }
    }
}
