using System.Buffers;
using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Context;

/// <summary>Weighs what stands around a value.</summary>
internal static class Surroundings
{
    /// <summary>How far a validator that asks whether a value stands alone must see behind it.</summary>
    public const int AfterBytes = 16;

    /// <summary>How much may stand before a value that is alone: <c>value: </c>, <c>It reads </c>.</summary>
    private const int LongestLead = 24;

    /// <summary>The digits that it may have: those of an enumeration, not of another number.</summary>
    private const int LeadDigits = 3;

    /// <summary>What is neither letter nor digit and may close a text.</summary>
    private static readonly SearchValues<byte> Closing = SearchValues.Create(" \t\r\n.,;:!?)\"'}]"u8);

    /// <summary>Whether what stands around a value is enough for it to count.</summary>
    /// <param name="candidate">The value; with <see cref="AfterBytes"/> behind it where <paramref name="evidence"/> may ask whether it is alone.</param>
    /// <param name="evidence">What is asked.</param>
    /// <param name="labels">Those that speak for it.</param>
    public static bool Support(in MatchCandidate candidate, Evidence evidence, Labels labels) => evidence switch
    {
        Evidence.Form => true,
        Evidence.NoOtherLabel => !LabelScan.Read(candidate.Before).Contradicts(labels),
        Evidence.Label => LabelScan.Read(candidate.Before).SaysNear(labels),
        _ => LabelScan.Read(candidate.Before) is var words && (words.Says(labels) || !words.Contradicts(labels) && IsAlone(candidate)),
    };

    /// <summary>Whether a value in groups is only a part of a longer one: the same separator and one more digit stand beside it, or, beside one run, a hyphen and a digit.</summary>
    public static bool GoesOn(in MatchCandidate candidate)
    {
        var at = candidate.Match.IndexOfAny((byte)' ', (byte)'-');
        if (at < 0)
            return candidate.After is [(byte)'-', var digit, ..] && char.IsAsciiDigit((char)digit);
        var separator = candidate.Match[at];
        return candidate.Before is [.., var last, var before] && before == separator && char.IsAsciiDigit((char)last)
            || candidate.After is [var after, var next, ..] && after == separator && char.IsAsciiDigit((char)next);
    }

    /// <summary>Whether a value is the whole text, but for a few words before it.</summary>
    public static bool IsAlone(in MatchCandidate candidate) =>
        candidate.Before.Length <= LongestLead && Digits.Count(candidate.Before) <= LeadDigits && candidate.After.Length < AfterBytes && !candidate.After.ContainsAnyExcept(Closing);
}
