using LlmProxy.Core.Guardrails.Answers;

namespace LlmProxy.Guardrails.Output;

/// <summary>Names the texts of an answer.</summary>
internal sealed class AnswerTextPlaces(IReadOnlyList<AnswerText> texts) : ITextPlaces
{
    /// <inheritdoc/>
    public string PlaceOf(int text) => texts[text].Address?.ToString() ?? "";
}
