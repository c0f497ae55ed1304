using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails.Injection;

namespace LlmProxy.Guardrails.Injection;

/// <summary>Finds texts that try to override, bypass or reveal instructions, by the score of a small model.</summary>
/// <param name="threshold">The score from which on it is found.</param>
/// <param name="flagThreshold">The score from which on it is suspected.</param>
internal sealed class InjectionGuard(double threshold, double flagThreshold) : JudgingGuard
{
    private const string NoReason = "injection";

    public override ValueTask<GuardVerdict> JudgeAsync(GuardSubject subject, CancellationToken cancellation)
    {
        var worst = new InjectionScore(0, InjectionReasons.None);
        var texts = subject.Texts;
        for (var i = 0; i < texts.Count; i++)
        {
            Take(texts[i].Utf8.Span, ref worst);
            // What one message says in parts is one text to the model.
            if (i > 0 && IsNext(texts[i - 1], texts[i]) && (i + 1 == texts.Count || !IsNext(texts[i], texts[i + 1])))
                TakeJoined(texts, i, ref worst);
        }

        return new(Verdict(worst));
    }

    public override void Warm() => InjectionScorer.Default.Score("Hello, how do I sort a list?"u8);

    private static bool IsNext(in SubjectText text, in SubjectText next) => text.Message >= 0 && text.Message == next.Message && text.Kind == next.Kind;

    private static void TakeJoined(IReadOnlyList<SubjectText> texts, int last, ref InjectionScore worst)
    {
        var first = last;
        while (first > 0 && IsNext(texts[first - 1], texts[first]))
            first--;
        using var joined = new PooledBuffer();
        for (var i = first; i <= last; i++)
            joined.Append(texts[i].Utf8.Span);
        Take(joined.WrittenSpan, ref worst);
    }

    private static void Take(ReadOnlySpan<byte> text, ref InjectionScore worst)
    {
        var score = InjectionScorer.Default.Score(text);
        if (score.Value > worst.Value)
            worst = score;
    }

    private GuardVerdict Verdict(in InjectionScore worst)
    {
        var level = worst.Value >= threshold ? VerdictLevel.Found : worst.Value >= flagThreshold ? VerdictLevel.Suspect : VerdictLevel.Clean;
        return new(level, worst.Value, level == VerdictLevel.Clean ? null : Names(worst.Reasons));
    }

    private static List<string> Names(InjectionReasons reasons)
    {
        var names = new List<string>();
        foreach (var reason in Enum.GetValues<InjectionReasons>())
        {
            if (reason != InjectionReasons.None && reasons.HasFlag(reason))
                names.Add(NameOf(reason));
        }

        if (names.Count == 0)
            names.Add(NoReason);
        return names;
    }

    private static string NameOf(InjectionReasons reason) => reason switch
    {
        InjectionReasons.OverridesInstructions => "overrides_instructions",
        InjectionReasons.RevealsPrompt => "reveals_prompt",
        InjectionReasons.RevealsSecret => "reveals_secret",
        InjectionReasons.ChangesRole => "changes_role",
        InjectionReasons.RevealsPersonalData => "reveals_personal_data",
        InjectionReasons.ChatTemplate => "chat_template",
        InjectionReasons.SendsData => "sends_data",
        InjectionReasons.Disguised => "disguised",
        _ => NoReason,
    };
}
