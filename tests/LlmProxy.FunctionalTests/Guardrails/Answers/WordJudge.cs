using System.Collections.Concurrent;
using System.Text;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;

namespace LlmProxy.FunctionalTests.Guardrails.Answers;

/// <summary>Judges answers by a word in them: <c>bad</c> is blocked, <c>broken</c> is repaired, at <c>boom</c> the judge fails, and a true value behind a mask is none of its business.</summary>
internal sealed class WordJudge(ConcurrentQueue<string> judged, bool onlyLooksOn) : IAnswerJudge
{
    public bool OnlyLooksOn => onlyLooksOn;


    public async ValueTask<AnswerVerdict> JudgeAsync(IReadOnlyList<AnswerText> texts, CancellationToken cancellationToken)
    {
        // A judge outside answers later.
        await Task.Yield();
        var all = string.Join('|', texts.Select(text => Encoding.UTF8.GetString(text.Utf8.Span)));
        judged.Enqueue(all);
        if (all.Contains("boom", StringComparison.Ordinal) || all.Contains("@example.org", StringComparison.Ordinal))
            throw new InvalidOperationException("The judge has failed.");
        if (all.Contains("bad", StringComparison.Ordinal))
            return new AnswerVerdict(true) { Message = "[judged]"u8.ToArray() };
        return all.Contains("broken", StringComparison.Ordinal) && texts.Any(text => text.Kind == TextKind.Assistant)
            ? new AnswerVerdict(false) { Replacement = "mended"u8.ToArray() }
            : AnswerVerdict.Passed;
    }
}
