using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Judging;

/// <summary>The texts that a client reads as one.</summary>
internal static class WholeTexts
{
    /// <summary>
    /// Of an answer each choice's text, its parts joined; of a request what the user said last, its parts joined, or every text where no
    /// user says anything or the texts are of no message. Whose role is not known is taken for a user, or a made-up role would hide a text.
    /// </summary>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(GuardSubject subject)
    {
        var texts = subject.Texts;
        if (subject.Direction == GuardDirection.Input && LastUser(texts) is { } last)
            return [Join(texts.Where(text => IsUser(text) && text.Message == last))];
        // What is of no known kind, and in no message, is metadata, unless there is nothing else.
        IEnumerable<SubjectText> said = texts.Any(IsSaid) ? texts.Where(IsSaid) : texts;
        // Texts of no message stand alone: each input of an embedding is one of its own.
        return said.Select((text, i) => (Text: text, Group: text.Message >= 0 ? text.Message : -1 - i))
            .GroupBy(pair => pair.Group)
            .Select(group => Join(group.Select(pair => pair.Text)));
    }

    private static int? LastUser(IReadOnlyList<SubjectText> texts)
    {
        for (var i = texts.Count - 1; i >= 0; i--)
        {
            if (IsUser(texts[i]) && texts[i].Message >= 0)
                return texts[i].Message;
        }

        return null;
    }

    private static bool IsSaid(SubjectText text) => text.Kind != TextKind.Other || text.Message >= 0;

    private static bool IsUser(in SubjectText text) => text.Kind is TextKind.User or TextKind.Other;

    private static ReadOnlyMemory<byte> Join(IEnumerable<SubjectText> texts)
    {
        var parts = texts.Select(text => text.Utf8).ToList();
        if (parts.Count == 1)
            return parts[0];
        var joined = new byte[parts.Sum(part => part.Length)];
        var at = 0;
        foreach (var part in parts)
        {
            part.CopyTo(joined.AsMemory(at));
            at += part.Length;
        }

        return joined;
    }
}
