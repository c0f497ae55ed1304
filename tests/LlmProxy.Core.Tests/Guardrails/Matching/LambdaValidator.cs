using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails.Matching;

/// <summary>A validator from a condition.</summary>
internal sealed class LambdaValidator(LambdaValidator.Condition condition, int afterBytes = 0) : IMatchValidator
{
    public delegate bool Condition(MatchCandidate candidate);

    public int AfterBytes => afterBytes;

    public MatchVerdict Judge(in MatchCandidate candidate) => condition(candidate) ? MatchVerdict.Accept : MatchVerdict.Reject;
}
