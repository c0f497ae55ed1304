namespace LlmProxy.Guards.Injection.Training;

/// <summary>Turns log-odds into shares: sigmoid(slope * logit + intercept), after Platt (1999).</summary>
internal readonly record struct Calibration(double Slope, double Intercept)
{
    /// <summary>1 / (1 + e^-x).</summary>
    public static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));

    /// <summary>The share for log-odds.</summary>
    public double Of(double logit) => Sigmoid((Slope * logit) + Intercept);

    /// <summary>Fits by gradient descent on log-odds of texts that the model has not seen.</summary>
    public static Calibration Fit(IReadOnlyList<(double Logit, bool IsAttack)> scores)
    {
        double slope = 1, intercept = 0;
        for (var step = 0; step < 5000; step++)
        {
            double bySlope = 0, byIntercept = 0;
            foreach (var (logit, isAttack) in scores)
            {
                var miss = Sigmoid((slope * logit) + intercept) - (isAttack ? 1 : 0);
                bySlope += miss * logit;
                byIntercept += miss;
            }

            slope -= 0.3 * bySlope / scores.Count;
            intercept -= 0.3 * byIntercept / scores.Count;
        }

        return new Calibration(slope, intercept);
    }
}
