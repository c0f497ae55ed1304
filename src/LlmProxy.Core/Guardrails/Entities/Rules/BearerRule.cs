using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Rules;

/// <summary>The credential of an <c>Authorization</c> header, where it looks random.</summary>
internal sealed class BearerRule : IMatchValidator
{
    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate)
    {
        var match = candidate.Match;
        var start = match.LastIndexOfAny(" \t"u8) + 1;
        var value = match[start..].TrimEnd(".-"u8);
        return RandomText.Is(value) ? MatchVerdict.AcceptPart(start, value.Length) : MatchVerdict.Reject;
    }
}
