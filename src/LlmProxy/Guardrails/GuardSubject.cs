using LlmProxy.Core.Guardrails;
using LlmProxy.Exchange;

namespace LlmProxy.Guardrails;

/// <summary>What a guard judges: the texts of a request, or of an answer.</summary>
/// <param name="Exchange">The request; <c>null</c> where somebody tries the guard out.</param>
/// <param name="Direction">Whose texts they are.</param>
/// <param name="Texts">Those of the kinds that the guard sees, in their order.</param>
public sealed record GuardSubject(LlmExchange? Exchange, GuardDirection Direction, IReadOnlyList<SubjectText> Texts);
