using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>A URL holds a password that is none of those that documentation uses, and ends before the punctuation of its sentence.</summary>
internal sealed class CredentialUrlRule : IMatchValidator
{
    private static readonly string[] Common = ["password", "passwd", "pass", "pwd", "secret", "user", "token", "pw", "changeme", "xxx", "***", "..."];

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
        return password.IsEmpty || IsCommon(password) ? MatchVerdict.Reject : MatchVerdict.AcceptPart(0, end);
    }

    private static bool IsCommon(ReadOnlySpan<byte> password)
    {
        foreach (var word in Common)
        {
            if (System.Text.Ascii.EqualsIgnoreCase(password, word))
                return true;
        }

        return password[0] is (byte)'$' or (byte)'{' or (byte)'[' or (byte)'%' && password[^1] is (byte)'}' or (byte)']' or (byte)'%'
            || Placeholder.Is(password);
    }
}
