namespace LlmProxy.Core.Statistics;

/// <summary>What is kept of many values to know their mean and how far they are spread: three numbers. Not safe for use by several threads.</summary>
/// <remarks>Sums and not running means, so that values can be taken back and two states subtracted.</remarks>
public sealed class Moments
{
    /// <summary>How many values.</summary>
    public long Count { get; set; }

    /// <summary>Their sum.</summary>
    public double Sum { get; set; }

    /// <summary>The sum of their squares.</summary>
    public double Squares { get; set; }

    /// <summary>The mean; 0 of no values.</summary>
    public double Mean => Count > 0 ? Sum / Count : 0;

    /// <summary>The sample's variance, (Σx² − (Σx)²/n) / (n − 1); 0 of fewer than two values.</summary>
    public double Variance => Count > 1 ? Math.Max(0, (Squares - Sum * Sum / Count) / (Count - 1)) : 0;

    /// <summary>A value more.</summary>
    public void Add(double value) => Add(value, 1);

    /// <summary>A value that was added counts no more.</summary>
    public void Remove(double value) => Add(value, -1);

    /// <summary>These values and others.</summary>
    public Moments Plus(Moments other) => With(other, 1);

    /// <summary>What has come since <paramref name="before"/>.</summary>
    public Moments Since(Moments before) => With(before, -1);

    private Moments With(Moments other, int sign)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new() { Count = Count + sign * other.Count, Sum = Sum + sign * other.Sum, Squares = Squares + sign * other.Squares };
    }

    private void Add(double value, int sign)
    {
        Count += sign;
        Sum += sign * value;
        Squares += sign * value * value;
    }
}
