using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Audit;

/// <summary>Tells where in a request or an answer a finding stands; asked only where something is found, and while the text is at hand.</summary>
internal interface IFoundPlaces
{
    /// <summary>The place of <paramref name="span"/> in the text that is judged now.</summary>
    FoundPlace Of(in GuardSpan span);
}
