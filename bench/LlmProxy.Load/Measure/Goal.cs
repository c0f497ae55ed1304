using System.Globalization;

namespace LlmProxy.Load.Measure;

/// <summary>What a measurement should not exceed.</summary>
/// <param name="MaxRatio">The median ratio of gateway to bare YARP; null: any.</param>
/// <param name="MaxValue">The gateway's median value; null: any.</param>
internal sealed record Goal(double? MaxRatio = null, double? MaxValue = null)
{
    /// <summary>Nothing may go wrong.</summary>
    public static Goal None { get; } = new(MaxValue: 0);

    /// <summary>Whether a measurement is within the goal.</summary>
    public bool IsMet(double ratio, double value) =>
        (MaxRatio is null || ratio <= MaxRatio) && (MaxValue is null || value <= MaxValue);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", new[]
    {
        MaxRatio is { } ratio ? string.Create(CultureInfo.InvariantCulture, $"≤ {ratio} ×") : "",
        MaxValue is { } value ? string.Create(CultureInfo.InvariantCulture, $"≤ {value}") : "",
    }.Where(part => part.Length > 0));
}
