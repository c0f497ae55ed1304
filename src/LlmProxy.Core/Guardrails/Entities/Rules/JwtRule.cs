using System.Buffers;
using System.Buffers.Text;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>The first part of a JSON Web Token is a JSON object in base64url that names its algorithm or type (RFC 7515, 4.1); of an unencrypted one the second is an object too.</summary>
internal sealed class JwtRule : IMatchValidator
{
    /// <summary>Looked at of each part, in characters; a multiple of four.</summary>
    private const int Look = 400;

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        var dot = candidate.Match.IndexOf((byte)'.');
        Span<byte> header = stackalloc byte[Look];
        var length = Decode(candidate.Match[..dot], header);
        if (length < 2 || header[..length].TrimStart(" \r\n\t"u8) is not [(byte)'{', ..])
            return MatchVerdict.Reject;
        if (header[..length].IndexOf("\"alg\""u8) < 0 && header[..length].IndexOf("\"typ\""u8) < 0 && header[..length].IndexOf("\"enc\""u8) < 0)
            return MatchVerdict.Reject;
        var end = candidate.Match.Length;
        while (candidate.Match[end - 1] == '.')
            end--;
        return end <= dot ? MatchVerdict.Reject : MatchVerdict.AcceptPart(0, end);
    }

    private static int Decode(ReadOnlySpan<byte> part, Span<byte> bytes)
    {
        part = part[..Math.Min(part.Length, Look)];
        // A rest of one character decodes to nothing.
        if (part.Length % 4 == 1)
            part = part[..^1];
        return Base64Url.DecodeFromUtf8(part, bytes, out _, out var written) == OperationStatus.Done ? written : 0;
    }
}
