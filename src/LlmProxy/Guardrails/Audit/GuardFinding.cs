using System.Globalization;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Audit;

/// <summary>What a guard found, and where; never the text itself.</summary>
/// <param name="Type">From a closed set: <c>EMAIL</c>.</param>
/// <param name="Action">What happened to it.</param>
/// <param name="Place">The text, or of a guard that judges texts as a whole the first of these: <c>messages[2].content</c>, <c>choices[0].assistant</c>; empty where nobody knows.</param>
/// <param name="Characters">The part of the text, in Unicode code points, as the text was before any guard changed it; <c>null</c>: the guard judges texts as a whole.</param>
public readonly record struct GuardFinding(string Type, GuardAction Action, string Place, CharacterRange? Characters)
{
    /// <summary>Type and place as records have them: <c>EMAIL:messages[2].content:16-32</c>.</summary>
    public override string ToString()
    {
        var type = Place.Length == 0 ? Type : $"{Type}:{Place}";
        return Characters is { } range ? string.Create(CultureInfo.InvariantCulture, $"{type}:{range.Start}-{range.End}") : type;
    }
}
