using LlmProxy.Core.Guardrails.Entities.Checksums;
using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>An IBAN has the length of its country, and leaves 1 when its letters and digits, the first four last, are divided by 97 (ISO 13616).</summary>
/// <remarks>The form goes on over the next word where that could be a group of four, so the country's length cuts it.</remarks>
internal sealed class IbanRule : IMatchValidator
{
    /// <inheritdoc/>
    public int AfterBytes => 1;

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        var text = candidate.Match;
        var length = LengthOf(text, IbanLengths.Of(text[0], text[1]));
        if (length == 0 || !EndsAt(length, candidate))
            return MatchVerdict.Reject;
        var iban = text[..length];
        return Iso7064.Mod97(iban[..4], Iso7064.Mod97(iban[4..])) == 1 ? MatchVerdict.AcceptPart(0, length) : MatchVerdict.Reject;
    }

    /// <summary>How many bytes have so many letters and digits; 0 where there are fewer.</summary>
    private static int LengthOf(ReadOnlySpan<byte> text, int characters)
    {
        for (var i = 0; i < text.Length && characters > 0; i++)
        {
            if (char.IsAsciiLetterOrDigit((char)text[i]) && --characters == 0)
                return i + 1;
        }

        return 0;
    }

    private static bool EndsAt(int length, in MatchCandidate candidate)
    {
        var next = length < candidate.Match.Length ? candidate.Match[length] : candidate.After.IsEmpty ? (byte)' ' : candidate.After[0];
        return !char.IsAsciiLetterOrDigit((char)next) && next != '_';
    }
}
