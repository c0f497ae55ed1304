using System.Collections.Frozen;
using System.Text;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>A name begins with the first capital behind its words, and is none of the words that greetings and roles go on with.</summary>
internal sealed class NameRule : IMatchValidator
{
    private static readonly FrozenSet<string> Others = FrozenSet.ToFrozenSet(
        ["Sir", "Madam", "Team", "All", "Customer", "Support", "Everyone", "There", "Hiring", "Friend", "Friends", "User", "ChatGPT", "Claude", "GPT", "World", "Sirs", "Recruiter", "Service", "Relations", "Reader", "Editor", "Assistant", "The", "I", "My", "Data", "None", "Null", "True", "False", "Optional", "Name"],
        StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> ByWord = Others.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        var match = candidate.Match;
        var start = NameStart(match);
        if (start < 0)
            return MatchVerdict.Reject;
        var end = match[start..].IndexOfAny(" '"u8);
        Span<char> first = stackalloc char[64];
        var word = match.Slice(start, end < 0 ? match.Length - start : end);
        if (word.Length > first.Length || ByWord.Contains(first[..Encoding.UTF8.GetChars(word, first)]))
            return MatchVerdict.Reject;
        return MatchVerdict.AcceptPart(start, match.Length - start);
    }

    /// <summary>Behind the first words, whose own capital is at the very beginning: a title or a greeting has one word, a lead-in ends with a small word or a sign.</summary>
    private static int NameStart(ReadOnlySpan<byte> match)
    {
        for (var i = 1; i < match.Length; i++)
        {
            if (match[i - 1] is (byte)' ' or (byte)'\n' && (char.IsAsciiLetterUpper((char)match[i]) || match[i] >= 0xC3))
                return i;
        }

        return -1;
    }
}
