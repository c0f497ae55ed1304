namespace LlmProxy.Core.Statistics;

/// <summary>Student's t distribution.</summary>
public static class StudentT
{
    private const int Halvings = 80;
    private const double Farthest = 1e4;

    /// <summary>The probability of more than <paramref name="t"/>, with <paramref name="freedom"/> degrees of freedom (&gt; 0).</summary>
    /// <remarks>I<sub>x</sub>(ν/2, 1/2) / 2 with x = ν / (ν + t²) for t ≥ 0: Abramowitz and Stegun, 26.7.1 with 26.5.27.</remarks>
    public static double UpperTail(double t, double freedom)
    {
        var tail = SpecialFunctions.IncompleteBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
        return t >= 0 ? tail : 1 - tail;
    }

    /// <summary>The t beyond which a probability lies on both sides together: 1.96 for 0.05 and many degrees of freedom.</summary>
    public static double TwoSided(double probability, double freedom)
    {
        var (low, high) = (0.0, Farthest);
        for (var i = 0; i < Halvings; i++)
        {
            var middle = (low + high) / 2;
            (low, high) = UpperTail(middle, freedom) > probability / 2 ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
