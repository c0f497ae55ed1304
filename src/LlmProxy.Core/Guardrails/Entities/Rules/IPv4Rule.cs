using LlmProxy.Core.Guardrails.Entities.Context;
using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>Four octets are an address where they are no version or paragraph, go on with no fifth number, and are not an address of no one.</summary>
/// <remarks>The length of a prefix belongs to a network (RFC 4632): behind an address with bits of a host in it stays what it is.</remarks>
internal sealed class IPv4Rule : IMatchValidator
{
    /// <inheritdoc/>
    public int AfterBytes => 2;

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        var match = candidate.Match;
        if (candidate.After is [(byte)'.', var next, ..] && char.IsAsciiDigit((char)next))
            return MatchVerdict.Reject;
        // "Chrome/120.0.0.0", as browsers tell their version.
        if (candidate.Before is [.., var letter, (byte)'/'] && char.IsAsciiLetter((char)letter))
            return MatchVerdict.Reject;
        if (match.StartsWith("0."u8) || match.StartsWith("255.255."u8) || match.StartsWith("127."u8) || LabelScan.Read(candidate.Before).Says(Labels.Thing))
            return MatchVerdict.Reject;
        var slash = match.IndexOf((byte)'/');
        return slash < 0 || IsNetwork(match[..slash], match[(slash + 1)..]) ? MatchVerdict.Accept : MatchVerdict.AcceptPart(0, slash);
    }

    private static bool IsNetwork(ReadOnlySpan<byte> address, ReadOnlySpan<byte> prefix)
    {
        var bits = 0u;
        var octet = 0u;
        foreach (var character in address)
        {
            if (character == '.')
                (bits, octet) = (bits << 8 | octet, 0);
            else
                octet = octet * 10 + (uint)(character - '0');
        }

        bits = bits << 8 | octet;
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var length = (int)Digits.Value(Digits.Of(prefix, buffer));
        return length < 32 && (bits << length) == 0;
    }
}
