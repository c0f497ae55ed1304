using LlmProxy.Core.Guardrails.Entities.Values;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Context;

/// <summary>A value that counts when its check holds and what stands around it supports it.</summary>
/// <param name="check">Its check; <c>null</c>: the form alone.</param>
/// <param name="evidence">What is asked of the words around it.</param>
/// <param name="labels">The labels that speak for it.</param>
internal sealed class CheckedValue(ValueCheck? check, Evidence evidence = Evidence.Form, Labels labels = Labels.None) : IMatchValidator
{
    /// <inheritdoc/>
    public int AfterBytes => evidence == Evidence.LabelOrAlone ? Surroundings.AfterBytes : 2;

    /// <inheritdoc/>
    public MatchVerdict Judge(in MatchCandidate candidate) =>
        !Surroundings.GoesOn(candidate) && !(evidence == Evidence.LabelOrAlone && Digits.AreNearlyAllSame(candidate.Match)) && (check is null || check(candidate.Match)) && Surroundings.Support(candidate, evidence, labels)
            ? MatchVerdict.Accept
            : MatchVerdict.Reject;
}
