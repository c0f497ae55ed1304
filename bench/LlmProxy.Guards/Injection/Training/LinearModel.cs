namespace LlmProxy.Guards.Injection.Training;

/// <summary>A model while it is being learnt.</summary>
/// <param name="bits">Two to this power of weights.</param>
internal sealed class LinearModel(int bits)
{
    // For a text without a word.
    private const double Lowest = -20;

    /// <summary>The weight of each feature.</summary>
    public double[] Weights { get; } = new double[1 << bits];

    /// <summary>The log-odds of no feature.</summary>
    public double Bias { get; set; }

    /// <summary>The log-odds of a window.</summary>
    public double Logit(int[] window)
    {
        var sum = Bias;
        foreach (var feature in window)
            sum += Weights[feature];
        return sum;
    }

    /// <summary>The log-odds of a text: those of its best window.</summary>
    public double Logit(Example example)
    {
        var best = Lowest;
        foreach (var window in example.Windows)
            best = Math.Max(best, Logit(window));
        return best;
    }
}
