using System.Net;
using System.Net.Sockets;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>An IPv6 address is what the platform parses as one, and more than <c>::</c>, which code writes too.</summary>
internal sealed class IPv6Rule : IMatchValidator
{
    /// <inheritdoc/>
    public int AfterBytes => 2;

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        var match = candidate.Match;
        if (candidate.After is [var next, ..] && IsOfWord(next))
            return MatchVerdict.Reject;
        // A colon may end a sentence's part; an address ends with none, but for "::".
        while (match.Length > 2 && match[^1] == ':' && match[^2] != ':')
            match = match[..^1];
        var slash = match.IndexOf((byte)'/');
        var address = slash < 0 ? match : match[..slash];
        if (address.Length < 3 || !IsAddress(address) || slash >= 0 && PrefixOf(match[(slash + 1)..]) > 128)
            return MatchVerdict.Reject;
        // As with IPv4: a prefix belongs to a network, which has no host.
        return MatchVerdict.AcceptPart(0, address.EndsWith("::"u8) ? match.Length : address.Length);
    }

    private static bool IsAddress(ReadOnlySpan<byte> address)
    {
        var digits = address.IndexOf((byte)'%') is >= 0 and var zone ? address[..zone] : address;
        // Eight pairs are an address of hardware, or the beginning of a fingerprint.
        if (digits.Length == 23 && digits.Count((byte)':') == 7 && digits.IndexOf("::"u8) < 0)
            return false;
        // Operators and slices look alike: "a::b", "[::2]", "10::".
        if (digits.IndexOfAnyInRange((byte)'0', (byte)'9') < 0 || IsOneGroup(digits) && !digits.SequenceEqual("::1"u8) && digits.Length < 6)
            return false;
        Span<char> text = stackalloc char[digits.Length];
        for (var i = 0; i < text.Length; i++)
            text[i] = (char)digits[i];
        return IPAddress.TryParse(text, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6;
    }

    /// <summary>Whether "::" and one group are all.</summary>
    private static bool IsOneGroup(ReadOnlySpan<byte> digits) =>
        digits.StartsWith("::"u8) ? digits[2..].IndexOf((byte)':') < 0 : digits.EndsWith("::"u8) && digits[..^2].IndexOf((byte)':') < 0;

    private static int PrefixOf(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
            value = value * 10 + digit - '0';
        return value;
    }

    private static bool IsOfWord(byte character) => char.IsAsciiLetterOrDigit((char)character) || character is (byte)'_' or (byte)':';
}
