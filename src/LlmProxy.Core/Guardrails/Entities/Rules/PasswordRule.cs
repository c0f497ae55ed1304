using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>What stands behind a word for passwords is one where it mixes kinds of characters, and is neither code nor a placeholder.</summary>
internal sealed class PasswordRule : IMatchValidator
{
    /// <inheritdoc/>
    public int AfterBytes => 1;

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        var match = candidate.Match;
        var start = match.LastIndexOfAny(" \t\"'`"u8) + 1;
        if (start == 0 || match[start..].IndexOfAny(":=>"u8) is 0)
            start = ValueAfterSign(match);
        if (start <= 0 || start >= match.Length)
            return MatchVerdict.Reject;
        var value = match[start..];
        var isQuoted = match[start - 1] is (byte)'"' or (byte)'\'' or (byte)'`';
        while (!isQuoted && value.Length > 0 && value[^1] is (byte)'.' or (byte)',' or (byte)';' or (byte)':' or (byte)')' or (byte)'}' or (byte)']')
            value = value[..^1];
        return IsPassword(value) ? MatchVerdict.AcceptPart(start, value.Length) : MatchVerdict.Reject;
    }

    private static int ValueAfterSign(ReadOnlySpan<byte> match)
    {
        var sign = match.IndexOfAny(":=>"u8);
        if (sign < 0)
            return LastNonAsciiEnd(match);
        while (sign < match.Length && match[sign] is (byte)':' or (byte)'=' or (byte)'>')
            sign++;
        return sign;
    }

    /// <summary>Behind the last character of a label in a script without spaces.</summary>
    private static int LastNonAsciiEnd(ReadOnlySpan<byte> match) => match.LastIndexOfAnyInRange((byte)0x80, (byte)0xFF) + 1;

    private static bool IsPassword(ReadOnlySpan<byte> value)
    {
        if (value.Length < 6 || Placeholder.Is(value) || value[0] is (byte)'$' or (byte)'{' or (byte)'[' or (byte)'%' or (byte)'&' or (byte)'(' or (byte)'/')
            return false;
        bool hasLower = false, hasUpper = false, hasDigit = false, hasOther = false, isCode = false;
        foreach (var character in value)
        {
            hasLower |= char.IsAsciiLetterLower((char)character);
            hasUpper |= char.IsAsciiLetterUpper((char)character);
            hasDigit |= char.IsAsciiDigit((char)character);
            hasOther |= !char.IsAsciiLetterOrDigit((char)character) && character is not ((byte)'_' or (byte)'-' or (byte)'.');
            isCode |= character is (byte)'(' or (byte)'[' or (byte)'{' or (byte)',';
        }

        // Words and names of variables have no digit, and change case only where a word begins; what else has one kind alone is a number.
        var hasLetter = hasLower || hasUpper;
        return !isCode && hasLetter && (hasDigit || hasLower && hasUpper && (hasOther || RandomText.Changes(value) * 2 >= value.Length));
    }
}
