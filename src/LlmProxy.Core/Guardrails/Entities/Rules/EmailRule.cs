using System.Buffers;
using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>An e-mail address ends with a name of the DNS root, and is neither the user of a URL nor a remote of a repository.</summary>
internal sealed class EmailRule : IMatchValidator
{
    /// <summary>What ends a URL.</summary>
    private static readonly SearchValues<byte> Breaks = SearchValues.Create(" \t\r\n\"'<>(),;"u8);

    /// <inheritdoc/>
    public int AfterBytes => 2;

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        var address = candidate.Match;
        var at = address.LastIndexOf((byte)'@');
        var local = address[..at];
        if (local[^1] == '.' || local.IndexOf(".."u8) >= 0 || !TopLevelDomains.Contains(address[(address.LastIndexOf((byte)'.') + 1)..]))
            return MatchVerdict.Reject;
        return IsRemote(local, candidate.After) || IsOfUrl(candidate.Before) ? MatchVerdict.Reject : MatchVerdict.Accept;
    }

    /// <summary><c>git@host:path</c>, as scp and git write where a repository is.</summary>
    private static bool IsRemote(ReadOnlySpan<byte> local, ReadOnlySpan<byte> after) =>
        after.Length > 1 && after[0] == ':' && (local.SequenceEqual("git"u8) || after[1] is (byte)'/' or (byte)'~');

    /// <summary>Whether what stands right before, without a space, is the scheme of a URL: the address is its user and host.</summary>
    private static bool IsOfUrl(ReadOnlySpan<byte> before)
    {
        var word = before[(before.LastIndexOfAny(Breaks) + 1)..];
        return word.IndexOf("://"u8) is >= 0 and var scheme && word[(scheme + 3)..].IndexOfAny("/?#"u8) < 0;
    }
}
