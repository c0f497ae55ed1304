using System.Text;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>A statement ends where its words do: at a semicolon, a quote, the end of the line or of the text. What goes on in words is prose, or has a condition.</summary>
internal sealed class SqlStatementRule : IMatchValidator
{
    private static readonly string[] Words =
        ["statement", "statements", "command", "commands", "clause", "syntax", "query", "queries", "operation", "operations", "privilege", "permission"];

    /// <inheritdoc/>
    public int AfterBytes => 16;

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        var match = candidate.Match;
        var end = match.Length;
        while (end > 0 && match[end - 1] is (byte)'.' or (byte)'"' or (byte)'\'' or (byte)'`' && !IsQuotedName(match[..end]))
            end--;
        if (IsWord(match[..end]))
            return MatchVerdict.Reject;
        var after = candidate.After.TrimStart(" \t"u8);
        if (after.IsEmpty)
            return MatchVerdict.AcceptPart(0, end);
        if (after[0] is (byte)'.' && IsShout(match))
            return MatchVerdict.AcceptPart(0, end);
        return after[0] is (byte)';' or (byte)'"' or (byte)'\'' or (byte)'`' or (byte)')' or (byte)'-' or (byte)'\\' or (byte)'\n' or (byte)'\r' && !GoesOn(after) && IsCode(match, after)
            ? MatchVerdict.AcceptPart(0, end)
            : MatchVerdict.Reject;
    }

    /// <summary>Whether what stands where a name would is a word about such statements.</summary>
    private static bool IsWord(ReadOnlySpan<byte> match)
    {
        var name = match[(match.LastIndexOfAny(" \t\n"u8) + 1)..];
        foreach (var word in Words)
        {
            if (Ascii.EqualsIgnoreCase(name, word))
                return true;
        }

        return false;
    }

    /// <summary>Whether the next line carries the statement on with its condition.</summary>
    private static bool GoesOn(ReadOnlySpan<byte> after)
    {
        var next = after.TrimStart(" \t\r\n"u8);
        return next.Length >= 5 && Ascii.EqualsIgnoreCase(next[..5], "where") || next.Length >= 5 && Ascii.EqualsIgnoreCase(next[..5], "using");
    }

    /// <summary>A semicolon ends nothing but code; else capital letters tell SQL from a sentence.</summary>
    private static bool IsCode(ReadOnlySpan<byte> match, ReadOnlySpan<byte> after) => after[0] == ';' || IsShout(match) || after[0] is (byte)'"' or (byte)'\'' or (byte)'`';

    private static bool IsShout(ReadOnlySpan<byte> match) => char.IsAsciiLetterUpper((char)match[0]) && char.IsAsciiLetterUpper((char)match[1]);

    private static bool IsQuotedName(ReadOnlySpan<byte> match) => match[^1] is (byte)'"' or (byte)'\'' or (byte)'`' && match[..^1].IndexOf(match[^1]) >= 0;
}
