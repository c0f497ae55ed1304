using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails;

/// <summary>One text under judgement.</summary>
/// <param name="Kind">Whose it is.</param>
/// <param name="Form">How it is to be read.</param>
/// <param name="Utf8">The text, escapes of the JSON around it resolved. Valid until the judgement is over.</param>
/// <param name="Message">The number of the message that it belongs to, from 0; -1: to none.</param>
public readonly record struct SubjectText(TextKind Kind, TextForm Form, ReadOnlyMemory<byte> Utf8, int Message = -1)
{
    /// <summary>Knows where it stands; asked only where somebody wants to be told.</summary>
    internal ITextPlaces? Places { get; init; }

    /// <summary>Its number among all texts.</summary>
    internal int Number { get; init; }

    /// <summary>Where it stands, as <c>messages[2].content</c> or <c>choices[0].assistant</c>; empty where nobody knows.</summary>
    public string Place => Places?.PlaceOf(Number) ?? "";
}
