using LlmProxy.Core.Guardrails.Entities.Checksums;
using LlmProxy.Core.Guardrails.Entities.Context;
using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>The number of a payment card: a Luhn digit, and beside a word for cards nothing more, else the range and length of a network.</summary>
internal sealed class CardRule : IMatchValidator
{
    /// <inheritdoc/>
    public int AfterBytes => Surroundings.AfterBytes;

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(candidate.Match, buffer);
        if (digits.Length is < 12 or > 19 || Digits.AreAllSame(digits) || !Luhn.IsValid(digits))
            return MatchVerdict.Reject;
        var scan = LabelScan.Read(candidate.Before);
        if (scan.Says(Labels.Card))
            return MatchVerdict.Accept;
        return CardNetworks.Issue(digits, Surroundings.IsAlone(candidate)) && !scan.Contradicts(~(Labels.Thing | Labels.Phone)) ? MatchVerdict.Accept : MatchVerdict.Reject;
    }
}
