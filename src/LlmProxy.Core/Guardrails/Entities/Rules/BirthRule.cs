using LlmProxy.Core.Guardrails.Entities.Context;
using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>A date is one of birth where the nearest label before it says so, in the same sentence.</summary>
internal sealed class BirthRule : IMatchValidator
{
    /// <summary>Between the label and the date.</summary>
    private const int MostWords = 6;

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        var scan = LabelScan.Read(candidate.Before);
        return scan.Says(Labels.Birth) && scan.Distance <= MostWords && IsDate(candidate.Match) ? MatchVerdict.Accept : MatchVerdict.Reject;
    }

    private static bool IsDate(ReadOnlySpan<byte> text)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        Span<int> numbers = stackalloc int[4];
        var count = 0;
        for (int start = 0, i = 0; i <= text.Length && count < numbers.Length; i++)
        {
            if (i < text.Length && char.IsAsciiDigit((char)text[i]))
                continue;
            if (i > start)
                numbers[count++] = (int)Digits.Value(Digits.Of(text[start..i], buffer));
            start = i + 1;
        }

        return count switch
        {
            // Day and year; the month is a word.
            2 => numbers[0] is >= 1 and <= 31 && numbers[1] is >= 1880 and <= 2099 && MonthNames.In(text),
            3 when numbers[0] > 31 => CalendarDate.IsBirth(numbers[0], numbers[1], numbers[2]),
            // Day and month in either order.
            3 => IsDayAndMonth(numbers[0], numbers[1]) || IsDayAndMonth(numbers[1], numbers[0]),
            _ => false,
        };
    }

    private static bool IsDayAndMonth(int day, int month) => month is >= 1 and <= 12 && day is >= 1 and <= 31;
}
