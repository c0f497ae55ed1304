namespace LlmProxy.Core.Guardrails.Entities;

/// <summary>Decides between entities that share characters.</summary>
/// <remarks>
/// The one that begins first counts; of those that begin together the longest; of those of one length the one whose pattern
/// comes first. What shares a character with one that counts is dropped.
/// </remarks>
public static class EntityOverlaps
{
    /// <summary>The order in which entities are considered.</summary>
    public static int Compare(EntityMatch left, EntityMatch right)
    {
        var byStart = left.Start.CompareTo(right.Start);
        if (byStart != 0)
            return byStart;
        var byEnd = right.End.CompareTo(left.End);
        return byEnd != 0 ? byEnd : left.Pattern.CompareTo(right.Pattern);
    }

    /// <summary>Sorts the entities of a text, and removes those that share a character with one that counts.</summary>
    public static void Resolve(List<EntityMatch> matches)
    {
        matches.Sort(Compare);
        var end = long.MinValue;
        var kept = 0;
        for (var i = 0; i < matches.Count; i++)
        {
            if (matches[i].Start < end)
                continue;
            matches[kept++] = matches[i];
            end = matches[i].End;
        }

        matches.RemoveRange(kept, matches.Count - kept);
    }
}
