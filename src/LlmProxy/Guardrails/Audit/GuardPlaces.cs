using System.Globalization;
using System.Text;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Audit;

/// <summary>Where a guard found something, as lines and traces have it. Never a word of the text.</summary>
internal static class GuardPlaces
{
    /// <summary>The most findings of one guard whose places are told: 16. The others are only counted.</summary>
    public const int Most = 16;

    private const string Name = ";at=";

    /// <summary>The longest <c>|+N</c>.</summary>
    private const int RestLength = 22;

    /// <summary>The first findings of <paramref name="run"/> that have a place.</summary>
    /// <param name="run">What a guard did.</param>
    /// <param name="forClient">Whether those that are only looked at are left out.</param>
    public static IEnumerable<string> Of(GuardRun run, bool forClient = false) => run.Findings
        .Where(finding => (finding.Place.Length > 0 || finding.Characters is not null) && !(forClient && finding.Action == GuardAction.Shadow))
        .Take(Most)
        .Select(static finding => finding.ToString());

    /// <summary>Appends <c>;at=EMAIL:messages[0].content:16-32|PHONE:messages[2].content:0-12|+3</c>, where the last says how many others there are.</summary>
    /// <returns>How many characters that took, at most <paramref name="room"/>; 0: there is no place, or no room for one.</returns>
    public static int Append(StringBuilder line, GuardRun run, bool forClient, int room)
    {
        var start = line.Length;
        var told = 0;
        foreach (var place in Of(run, forClient))
        {
            if (line.Length - start + Name.Length + place.Length + RestLength > room)
                break;
            line.Append(told++ == 0 ? Name : "|").Append(place);
        }

        if (told > 0 && run.Found > told)
            line.Append(CultureInfo.InvariantCulture, $"|+{run.Found - told}");
        return line.Length - start;
    }
}
