using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>The secret half of an Amazon key: forty characters of base 64 behind its name, of which a digest in hexadecimal is none.</summary>
internal sealed class AwsSecretRule : IMatchValidator
{
    private const int Length = 40;

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        var start = candidate.Match.Length - Length;
        var secret = candidate.Match[start..];
        // Forty hexadecimal digits have four bits each at most, and stay below this.
        return !Placeholder.Is(secret) && Entropy.Of(secret) > 4.1 ? MatchVerdict.AcceptPart(start, Length) : MatchVerdict.Reject;
    }
}
