using LlmProxy.Core.Guardrails.Entities.Values;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>How a telephone number is written.</summary>
internal readonly ref struct PhoneForm
{
    /// <summary>A number that is known by its form alone has no more groups, as in France.</summary>
    private const int MostGroups = 5;

    private readonly DigitBuffer _buffer;

    private readonly int _count;

    /// <summary>Reads a number; an extension at its end does not count.</summary>
    public PhoneForm(ReadOnlySpan<byte> text)
    {
        var extension = text.IndexOfAny("xX#eE"u8);
        var number = extension < 0 ? text : text[..extension].TrimEnd((byte)' ');
        IsInternational = number[0] == '+';
        var depth = 0;
        var open = 0;
        for (var i = 0; i < number.Length; i++)
        {
            var character = number[i];
            if (char.IsAsciiDigit((char)character))
            {
                open++;
                if (i == 0 || !char.IsAsciiDigit((char)number[i - 1]))
                    Groups++;
                // A trunk nought in parentheses is not dialled from abroad, and counts in no plan.
                if (IsInternational && character == '0' && i > 0 && i + 1 < number.Length && number[i - 1] == '(' && number[i + 1] == ')')
                    continue;
                if (_count < DigitBuffer.Length)
                    _buffer[_count++] = (byte)(character - '0');
                continue;
            }

            depth += character == '(' ? 1 : character == ')' ? -1 : 0;
            IsUnbalanced |= depth is < 0 or > 1;
            HasStrongSeparators |= character is (byte)'(' or (byte)'-' or (byte)'.' or (byte)'/';
        }

        IsUnbalanced |= depth != 0;
        Sizes = GroupSizes(number);
        BeginsAlone = number.Length > 1 && char.IsAsciiDigit((char)number[0]) && !char.IsAsciiDigit((char)number[1]);
        IsDate = LooksLikeDate(number);
        HasArea = number[0] == '(' && number.IndexOf((byte)')') is >= 3 and <= 6 && Groups is 2 or 3 && _count is >= 9 and <= 11;
    }

    /// <summary>The digits, without a plus and without a trunk nought in parentheses.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public ReadOnlySpan<byte> Digits => ((ReadOnlySpan<byte>)_buffer)[.._count];

    /// <summary>Whether it begins with a plus.</summary>
    public bool IsInternational { get; }

    /// <summary>Whether it begins with the two noughts of a call abroad, and is grouped.</summary>
    public bool IsInternationalByNoughts => Groups > 2 && _count > 9 && _buffer[0] == 0 && _buffer[1] == 0 && _buffer[2] != 0;

    /// <summary>Whether its parentheses do not match.</summary>
    public bool IsUnbalanced { get; }

    /// <summary>Whether it has more than spaces between its groups.</summary>
    public bool HasStrongSeparators { get; }

    /// <summary>How many groups of digits it has.</summary>
    public int Groups { get; }

    /// <summary>The sizes of its groups as decimal digits, such as 334; nine and more are 9.</summary>
    public long Sizes { get; }

    /// <summary>Whether it is year, month and day in some order.</summary>
    public bool IsDate { get; }

    /// <summary>Whether it is grouped 3-3-4 with an area that the North American plan allows, a 1 before it or not.</summary>
    public bool IsNorthAmerican =>
        Sizes == 334 && _buffer[0] >= 2 || Sizes == 1334 && _buffer[0] == 1 && _buffer[1] >= 2;

    /// <summary>Whether it is grouped 3-3-4 with an area and an exchange that the North American plan allows.</summary>
    public bool IsStrictlyNorthAmerican => Sizes == 334 && _buffer[0] >= 2 && _buffer[3] >= 2;

    /// <summary>Whether it begins with an area in parentheses and has the length of a national number.</summary>
    public bool HasArea { get; }

    /// <summary>Whether it is a mobile number of China in its usual groups.</summary>
    public bool IsGroupedMobile => Sizes == 344 && _buffer[0] == 1 && _buffer[1] >= 3;

    /// <summary>How many digits it has.</summary>
    public int Count => _count;

    /// <summary>Whether it begins with one nought, is grouped and has the length of a national number; 3-2-4 is social security's, 5-4 a ZIP code's.</summary>
    public bool HasTrunkNought =>
        Groups is > 1 and <= MostGroups && _count is >= 9 and <= 12 && _buffer[0] == 0 && _buffer[1] != 0 && Sizes is not (324 or 54) && !BeginsAlone;

    /// <summary>Whether its first group is one digit, as a version's is and no area's.</summary>
    private bool BeginsAlone { get; }

    /// <summary>Whether it is one run of digits as mobile numbers have it: 1 and 3 to 9 in China, 0 and 6 to 9 where a nought is dialled.</summary>
    public bool IsMobile => Groups == 1 && (
        _count == 11 && _buffer[0] == 1 && _buffer[1] >= 3
        || _count is 10 or 11 && _buffer[0] == 0 && _buffer[1] >= 6);

    /// <summary>Whether it is a round amount: groups of three, the last of them noughts.</summary>
    public bool IsAmount => Sizes is 13 or 23 or 33 or 133 or 233 or 333 && _buffer[_count - 1] + _buffer[_count - 2] + _buffer[_count - 3] == 0;

    private static long GroupSizes(ReadOnlySpan<byte> number)
    {
        var sizes = 0L;
        var size = 0;
        foreach (var character in number)
        {
            if (char.IsAsciiDigit((char)character))
            {
                size++;
                continue;
            }

            sizes = size == 0 ? sizes : sizes * 10 + Math.Min(size, 9);
            size = 0;
        }

        return size == 0 ? sizes : sizes * 10 + Math.Min(size, 9);
    }

    private static bool LooksLikeDate(ReadOnlySpan<byte> number)
    {
        if (number.IndexOfAny("() +"u8) >= 0)
            return false;
        Span<byte> buffer = stackalloc byte[Values.Digits.Most];
        var digits = Values.Digits.Of(number, buffer);
        if (digits.Length is not (6 or 8))
            return false;
        return GroupSizes(number) switch
        {
            422 or 8 => CalendarDate.IsBirth((int)Values.Digits.Value(digits[..4]), Values.Digits.Two(digits, 4), Values.Digits.Two(digits, 6)),
            224 => Values.Digits.Two(digits, 0) <= 31 && Values.Digits.Two(digits, 2) <= 31 && digits[4] is 1 or 2,
            222 => Values.Digits.Two(digits, 0) <= 31 && Values.Digits.Two(digits, 2) <= 31,
            _ => false,
        };
    }
}
