namespace LlmProxy.Prompts.Rollouts;

/// <summary>At how many requests a new version is judged, and how much of the allowed false alarms each look may spend.</summary>
/// <remarks>
/// To judge after each request would find a "significant" difference between equal versions sooner or later. So there are few looks,
/// at n, 1.5 n, 2.25 n … requests, and each has its own part of the significance: 80 % the first, and the k-th after it 20 % / (k (k + 1)). The parts
/// add up to the whole, since Σ 1 / (k (k + 1)) = 1; so, by Bonferroni's inequality, does the chance of any false alarm at any look, however long it goes on.
/// Spending such a sum over looks is K. K. G. Lan and D. L. DeMets, "Discrete sequential boundaries for clinical trials", Biometrika 70 (1983).
/// </remarks>
internal static class LookSchedule
{
    private const double First = 0.8;
    private const double Growth = 1.5;

    /// <summary>At how many requests a look is.</summary>
    /// <param name="look">Which look, from 0.</param>
    /// <param name="first">Requests of the first look.</param>
    public static long At(int look, int first)
    {
        double at = first;
        for (var i = 0; i < look; i++)
            at = Math.Ceiling(at * Growth);
        return (long)at;
    }

    /// <summary>The first look from <paramref name="from"/> on that is still to come after so many requests.</summary>
    public static int NextAfter(long requests, int from, int first)
    {
        var look = from;
        while (At(look, first) <= requests)
            look++;
        return look;
    }

    /// <summary>The part of the significance that a look may spend.</summary>
    public static double Part(int look) => look == 0 ? First : (1 - First) / (look * (look + 1.0));
}
