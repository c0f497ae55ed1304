using LlmProxy.Prompts.Catalogue.Building;

namespace LlmProxy.Host.Startup;

/// <summary>Says which prompts there are, for a person at start-up.</summary>
internal static class PromptLines
{
    private const int MaxShown = 10;

    /// <summary>The lines; none where there are neither prompts nor errors.</summary>
    public static IReadOnlyList<string> Of(PromptSnapshot snapshot)
    {
        var lines = new List<string>();
        if (snapshot.Prompts.Count > 0)
        {
            var live = snapshot.Prompts.Values.OrderBy(asset => asset.Name, StringComparer.Ordinal).Take(MaxShown).Select(asset => asset.Live.Id.ToString());
            var more = snapshot.Prompts.Count > MaxShown ? ", …" : "";
            lines.Add($"{Count(snapshot.Prompts.Count, "prompt")}, {Count(snapshot.Versions.Count, "version")}; live: {string.Join(", ", live)}{more}");
        }

        if (snapshot.Errors.Count > 0)
            lines.Add($"{Count(snapshot.Errors.Count, "error")}; the log and /health/ready have them");
        return lines;
    }

    private static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";
}
