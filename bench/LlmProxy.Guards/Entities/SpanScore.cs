using System.Globalization;

namespace LlmProxy.Guards.Entities;

/// <summary>How many exact spans were found rightly, wrongly and not at all.</summary>
internal struct SpanScore
{
    /// <summary>Found with type, beginning and end as marked.</summary>
    public int Right { get; set; }

    /// <summary>Found, but not marked so.</summary>
    public int Wrong { get; set; }

    /// <summary>Marked, but not found so.</summary>
    public int Missed { get; set; }

    /// <summary>The share of what was found that is right; 0 where nothing was.</summary>
    public readonly double Precision => Right == 0 ? 0 : (double)Right / (Right + Wrong);

    /// <summary>The share of what is marked that was found; 0 where nothing is.</summary>
    public readonly double Recall => Right == 0 ? 0 : (double)Right / (Right + Missed);

    /// <summary>The harmonic mean of both.</summary>
    public readonly double F1 => Right == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>Precision, recall and F1 in percent, as cells of a table.</summary>
    public override readonly string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * Precision:0.0} | {100 * Recall:0.0} | {100 * F1:0.0}");
}
