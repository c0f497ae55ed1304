using System.Buffers;
using System.Text;
using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>A URL holds a password that is none of those that documentation uses, and ends before the punctuation of its sentence.</summary>
internal sealed class CredentialUrlRule : IMatchValidator
{
    private static readonly SearchValues<byte> HostEnds = SearchValues.Create(":/?#,;"u8);

    private static readonly string[] Common = ["password", "passwd", "pass", "pwd", "secret", "user", "token", "pw"];

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        var url = candidate.Match;
        var end = url.Length;
        while (end > 0 && url[end - 1] is (byte)'.' or (byte)',' or (byte)';' or (byte)'!' or (byte)'?' or (byte)')' or (byte)']' or (byte)'}' or (byte)'*')
            end--;
        url = url[..end];
        var userInfo = url[(url.IndexOf("://"u8) + 3)..];
        var at = userInfo.LastIndexOf((byte)'@') is var last && userInfo.IndexOfAny("/?#"u8) is >= 0 and var path && path < last
            ? userInfo[..path].LastIndexOf((byte)'@')
            : last;
        if (at < 1 || at + 1 >= userInfo.Length || !char.IsAsciiLetterOrDigit((char)userInfo[at + 1]) && userInfo[at + 1] != '[')
            return MatchVerdict.Reject;
        var password = userInfo[(userInfo.IndexOf((byte)':') + 1)..at];
        if (password.IsEmpty || IsTemplate(password) || IsCommon(password) && !NamesHost(userInfo[(at + 1)..]))
            return MatchVerdict.Reject;
        return MatchVerdict.AcceptPart(0, end);
    }

    /// <summary>Whether the password is one of the words that documentation uses; it may be a true one all the same.</summary>
    private static bool IsCommon(ReadOnlySpan<byte> password)
    {
        foreach (var word in Common)
        {
            if (Ascii.EqualsIgnoreCase(password, word))
                return true;
        }

        return false;
    }

    /// <summary>Whether something else is to be put in the password's place.</summary>
    private static bool IsTemplate(ReadOnlySpan<byte> password) =>
        password[0] is (byte)'$' or (byte)'{' or (byte)'[' or (byte)'%' && password[^1] is (byte)'}' or (byte)']' or (byte)'%' || Placeholder.Is(password);

    /// <summary>Whether the URL leads to a host of its own: a name of the DNS that is none of those for examples.</summary>
    private static bool NamesHost(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOfAny(HostEnds);
        var host = end < 0 ? rest : rest[..end];
        var dot = host.LastIndexOf((byte)'.');
        return dot > 0 && TopLevelDomains.Contains(host[(dot + 1)..]) && host.IndexOf("example"u8) < 0 && host.IndexOf("host"u8) < 0;
    }
}
