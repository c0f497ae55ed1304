using System.Globalization;

namespace LlmProxy.Load.Measure;

/// <summary>What a measurement should not exceed.</summary>
/// <param name="MaxRatio">The median ratio of gateway to bare YARP; null: any.</param>
/// <param name="MaxValue">The gateway's median value; null: any.</param>
/// <param name="MaxBound">The upper 95 % bound of the median ratio; null: any.</param>
internal sealed record Goal(double? MaxRatio = null, double? MaxValue = null, double? MaxBound = null)
{
    /// <summary>Nothing may go wrong.</summary>
    public static Goal None { get; } = new(MaxValue: 0);

    /// <summary>Whether a measurement is within the goal.</summary>
    public bool IsMet(double ratio, double value, double bound) =>
        (MaxRatio is null || ratio <= MaxRatio) && (MaxValue is null || value <= MaxValue) && (MaxBound is null || bound <= MaxBound);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", new[]
    {
        MaxRatio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"≤ {ratio} ×") : "",
        MaxValue is { } value ? string.Create(CultureInfo.InvariantCulture, $"≤ {value}") : "",
        MaxBound is { } bound ? string.Create(CultureInfo.InvariantCulture, $"bound ≤ {bound} ×") : "",
    }.Where(part => part.Length > 0));
}
