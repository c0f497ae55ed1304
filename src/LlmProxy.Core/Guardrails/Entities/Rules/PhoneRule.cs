using LlmProxy.Core.Guardrails.Entities.Context;
using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>Tells telephone numbers from the dates, amounts and numbers of other things that are written alike.</summary>
/// <remarks>
/// A number counts by its form where it begins with a country code that is given out and has a length of that country's plan
/// (ITU-T E.164), where it is grouped as in North America, or where it begins with a trunk nought and is grouped. Any other
/// needs a label: before it (<c>Tel.</c>) or behind it (<c>office</c>).
/// </remarks>
internal sealed class PhoneRule : IMatchValidator
{
    /// <summary>The shortest number that a label makes one, and the longest (E.164).</summary>
    private const int LeastDigits = 6, MostDigits = 15;

    /// <summary>The farthest that a label may stand, in words.</summary>
    private const int LabelWords = 4;

    /// <inheritdoc/>
    public int AfterBytes => PhoneSuffix.Bytes;

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        var number = new PhoneForm(candidate.Match);
        if (number.Digits.Length is < LeastDigits or > MostDigits + 2 || number.IsUnbalanced)
            return MatchVerdict.Reject;
        var scan = LabelScan.Read(candidate.Before);
        if (number.IsInternational)
            return CallingCodes.Allow(number.Digits) && !scan.Says(Labels.Thing) ? MatchVerdict.Accept : MatchVerdict.Reject;
        if (number.Digits.Length > MostDigits)
            return MatchVerdict.Reject;
        if (scan.Says(Labels.Phone) && scan.Distance <= LabelWords)
            return number.IsDate || number.IsAmount ? MatchVerdict.Reject : MatchVerdict.Accept;
        if (PhoneSuffix.Follows(candidate.After))
            return number.Digits.Length > LeastDigits && !number.IsDate ? MatchVerdict.Accept : MatchVerdict.Reject;
        return CountsByForm(number, scan, candidate) ? MatchVerdict.Accept : MatchVerdict.Reject;
    }

    /// <summary>Whether a digit and a sign stand right before: it is the rest of a version or of a time.</summary>
    private static bool IsTail(ReadOnlySpan<byte> before) =>
        before is [.., var digit, (byte)'.' or (byte)'/' or (byte)':' or (byte)'-' or (byte)','] && char.IsAsciiDigit((char)digit);

    private static bool CountsByForm(in PhoneForm number, LabelScan scan, in MatchCandidate candidate)
    {
        if (scan.Contradicts(Labels.Phone) || number.IsDate || Surroundings.GoesOn(candidate) || IsTail(candidate.Before))
            return false;
        if (number.IsInternationalByNoughts)
            return CallingCodes.Allow(number.Digits[2..]);
        return number.IsNorthAmerican && (number.HasStrongSeparators || Surroundings.IsAlone(candidate))
            || number.IsStrictlyNorthAmerican || number.HasArea || number.IsGroupedMobile
            || number.HasTrunkNought && (number.HasStrongSeparators || number.Groups > 2 || number.Count >= 10)
            || number.IsMobile && Surroundings.IsAlone(candidate);
    }
}
