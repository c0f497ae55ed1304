using System.Globalization;

namespace LlmProxy.Guardrails.Audit;

/// <summary>Names the texts that a guard judged as a whole.</summary>
internal static class JudgedPlaces
{
    /// <summary>The most texts that are named; of the others only their number is told.</summary>
    private const int Most = 3;

    /// <summary>The places: <c>messages[0].content&amp;messages[2].content&amp;+4</c>; empty where nobody knows them.</summary>
    public static string Of(IReadOnlyList<SubjectText> texts)
    {
        var names = texts.Take(Most).Select(static text => text.Place).Where(static place => place.Length > 0);
        if (texts.Count > Most)
            names = names.Append(string.Create(CultureInfo.InvariantCulture, $"+{texts.Count - Most}"));
        return string.Join('&', names);
    }
}
