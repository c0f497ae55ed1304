namespace LlmProxy.Guardrails;

/// <summary>Knows where the texts of a request or an answer stand.</summary>
internal interface ITextPlaces
{
    /// <summary>The place of the text of this number, as <c>messages[2].content</c>.</summary>
    string PlaceOf(int text);
}
