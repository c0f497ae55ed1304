namespace LlmProxy.Core.Statistics;

/// <summary>The functions that distributions are made of.</summary>
internal static class SpecialFunctions
{
    private const int MostTerms = 10_000;
    private const double Tiny = 1e-300;
    private const double Close = 1e-15;

    /// <summary>ln Γ(<paramref name="x"/>) for x &gt; 0, to about 14 digits.</summary>
    /// <remarks>Stirling's series, DLMF 5.11.1 (dlmf.nist.gov/5.11.E1), for x from 10 on; below it the recurrence Γ(x + 1) = x Γ(x), DLMF 5.5.1.</remarks>
    public static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 10; x++)
            shift += Math.Log(x);
        var square = 1 / (x * x);
        var series = (1.0 / 12 - square * (1.0 / 360 - square * (1.0 / 1260 - square * (1.0 / 1680 - square / 1188)))) / x;
        return (x - 0.5) * Math.Log(x) - x + 0.5 * Math.Log(2 * Math.PI) + series - shift;
    }

    /// <summary>ln of the binomial coefficient.</summary>
    public static double LogChoose(double n, double k) => LogGamma(n + 1) - LogGamma(k + 1) - LogGamma(n - k + 1);

    /// <summary>The regularised incomplete beta function I<sub>x</sub>(a, b), for a, b &gt; 0 and x from 0 to 1.</summary>
    /// <remarks>The continued fraction DLMF 8.17.22 (dlmf.nist.gov/8.17.E22), worked by Lentz's method; past the mean the symmetry DLMF 8.17.4, where it converges faster.</remarks>
    public static double IncompleteBeta(double x, double a, double b)
    {
        if (x <= 0 || x >= 1)
            return x <= 0 ? 0 : 1;
        if (x > (a + 1) / (a + b + 2))
            return 1 - IncompleteBeta(1 - x, b, a);
        var front = Math.Exp(LogGamma(a + b) - LogGamma(a) - LogGamma(b) + a * Math.Log(x) + b * Math.Log(1 - x)) / a;
        return front * Fraction(x, a, b);
    }

    private static double Fraction(double x, double a, double b)
    {
        var (c, d) = (1.0, Inverse(1 - (a + b) * x / (a + 1)));
        var value = d;
        for (var m = 1; m < MostTerms; m++)
        {
            var even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = Inverse(1 + even * d);
            c = NotZero(1 + even / c);
            value *= c * d;
            var odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = Inverse(1 + odd * d);
            c = NotZero(1 + odd / c);
            value *= c * d;
            if (Math.Abs(c * d - 1) < Close)
                break;
        }

        return value;
    }

    private static double Inverse(double value) => 1 / NotZero(value);

    private static double NotZero(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
