using System.Text.Json;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.External;

/// <summary>What follows from the categories and scores of a moderation endpoint.</summary>
internal sealed class ModerationPolicy(GuardrailOptions options)
{
    private readonly HashSet<string> _categories = new(options.Categories, StringComparer.OrdinalIgnoreCase);

    /// <summary>What an answer means.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="texts">How many texts were sent; there must be a result for each, else one was not judged.</param>
    /// <exception cref="GuardUnavailableException">It is no answer of a moderation endpoint.</exception>
    public GuardVerdict Judge(JsonElement answer, int texts)
    {
        if (!TryGet(answer, "results", JsonValueKind.Array, out var results) || results.GetArrayLength() != texts)
            throw new GuardUnavailableException(GuardFailure.BadAnswer);
        var verdict = GuardVerdict.Clean;
        foreach (var result in results.EnumerateArray())
            verdict = Worse(verdict, JudgeOne(result));
        return verdict;
    }

    /// <summary>The one of two verdicts that counts.</summary>
    public static GuardVerdict Worse(in GuardVerdict one, in GuardVerdict other) =>
        other.Level > one.Level || (other.Level == one.Level && (other.Score ?? 0) > (one.Score ?? 0)) ? other : one;

    private GuardVerdict JudgeOne(JsonElement result)
    {
        // A category that the endpoint does not know would never be found, and nobody would notice.
        if (_categories.Any(category => !IsIn(result, "category_scores", category) && !IsIn(result, "categories", category)))
            throw new GuardUnavailableException(GuardFailure.BadAnswer);
        var scores = Scores(result);
        var found = Found(result, scores);
        var highest = scores.Count == 0 ? (double?)null : scores.Values.Max();
        if (found.Count > 0)
            return new(VerdictLevel.Found, highest, FindingTypes.Of(found));
        if (options.FlagThreshold is not { } least || highest is not { } score || score < least)
            return new(VerdictLevel.Clean, highest);
        return new(VerdictLevel.Suspect, score, FindingTypes.Of(scores.Where(pair => pair.Value >= least).Select(pair => pair.Key)));
    }

    private List<string> Found(JsonElement result, Dictionary<string, double> scores)
    {
        if (options.Threshold is { } threshold)
        {
            return scores.Count == 0
                ? throw new GuardUnavailableException(GuardFailure.BadAnswer)
                : [.. scores.Where(pair => pair.Value >= threshold).Select(pair => pair.Key)];
        }

        if (!result.TryGetProperty("flagged", out var flagged) || flagged.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            throw new GuardUnavailableException(GuardFailure.BadAnswer);
        var named = new List<string>();
        if (TryGet(result, "categories", JsonValueKind.Object, out var categories))
            named.AddRange(categories.EnumerateObject().Where(category => category.Value.ValueKind == JsonValueKind.True && Counts(category.Name)).Select(category => category.Name));
        else if (_categories.Count > 0)
            // Scores alone do not say which of them are too high.
            throw new GuardUnavailableException(GuardFailure.BadAnswer);
        // An endpoint may flag a text and not say why.
        if (_categories.Count == 0 && flagged.ValueKind == JsonValueKind.True && named.Count == 0)
            named.Add("flagged");
        return named;
    }

    private Dictionary<string, double> Scores(JsonElement result)
    {
        var scores = new Dictionary<string, double>(StringComparer.Ordinal);
        if (!TryGet(result, "category_scores", JsonValueKind.Object, out var members))
            return scores;
        foreach (var member in members.EnumerateObject())
        {
            if (member.Value.ValueKind == JsonValueKind.Number && Counts(member.Name))
                scores[member.Name] = Math.Clamp(member.Value.GetDouble(), 0, 1);
        }

        return scores;
    }

    private static bool IsIn(JsonElement result, string list, string category) =>
        TryGet(result, list, JsonValueKind.Object, out var members) && members.EnumerateObject().Any(member => member.Name.Equals(category, StringComparison.OrdinalIgnoreCase));

    private bool Counts(string category) => _categories.Count == 0 || _categories.Contains(category);

    private static bool TryGet(JsonElement parent, string name, JsonValueKind kind, out JsonElement member)
    {
        member = default;
        return parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out member) && member.ValueKind == kind;
    }
}
