using LlmProxy.Prompts.Settings;

namespace LlmProxy.Prompts.Rollouts;

/// <summary>How a rollout is to go.</summary>
/// <param name="Shares">The parts of requests, in ten-thousandths, rising to 10,000.</param>
/// <param name="Requests">Judged requests on a step.</param>
/// <param name="MinTime">How long a step lasts at least.</param>
internal sealed record RolloutPlan(IReadOnlyList<int> Shares, int Requests, TimeSpan MinTime)
{
    /// <summary>All requests, in ten-thousandths.</summary>
    public const int All = 10_000;

    /// <summary>Most steps.</summary>
    public const int MaxSteps = 50;

    /// <summary>1, 10, 50 and 100 %.</summary>
    public static IReadOnlyList<int> DefaultShares { get; } = [100, 1_000, 5_000, All];

    /// <summary>The plan of the configuration, or where it has none, the default one.</summary>
    public static RolloutPlan Of(RolloutOptions? options)
    {
        options ??= new();
        return new(SharesOf([.. options.Steps]) ?? DefaultShares, options.RequestsPerStep, options.MinStepTime);
    }

    /// <summary>Percents as shares; none are the default ones; <c>null</c>: they do not rise, or are out of range, too fine or too many.</summary>
    public static IReadOnlyList<int>? SharesOf(IReadOnlyList<decimal> percents)
    {
        if (percents.Count == 0)
            return DefaultShares;
        if (percents.Count > MaxSteps)
            return null;
        var shares = new List<int>();
        foreach (var percent in percents)
        {
            if (percent is not (>= 0.01m and <= 100) || percent * 100 % 1 != 0 || (shares.Count > 0 && percent * 100 <= shares[^1]))
                return null;
            shares.Add((int)(percent * 100));
        }

        if (shares[^1] != All)
            shares.Add(All);
        return shares;
    }
}
