namespace LlmProxy.Prompts.Settings;

/// <summary>The gates of one prompt, resolved: its own, else those of all, else the defaults. Immutable.</summary>
internal sealed class GateModel(GateOptions own, GateOptions all)
{
    /// <inheritdoc cref="GateOptions.Enabled"/>
    public bool Enabled { get; } = own.Enabled ?? all.Enabled ?? true;

    /// <inheritdoc cref="GateOptions.MinRequests"/>
    public int MinRequests { get; } = own.MinRequests ?? all.MinRequests ?? 100;

    /// <inheritdoc cref="GateOptions.ErrorFactor"/>
    public double ErrorFactor { get; } = (double)(own.ErrorFactor ?? all.ErrorFactor ?? 2);

    /// <inheritdoc cref="GateOptions.BlockFactor"/>
    public double BlockFactor { get; } = (double)(own.BlockFactor ?? all.BlockFactor ?? 0);

    /// <inheritdoc cref="GateOptions.CostFactor"/>
    public double CostFactor { get; } = (double)(own.CostFactor ?? all.CostFactor ?? 0);

    /// <inheritdoc cref="GateOptions.LatencyFactor"/>
    public double LatencyFactor { get; } = (double)(own.LatencyFactor ?? all.LatencyFactor ?? 0);

    /// <inheritdoc cref="GateOptions.RatingDrop"/>
    public double RatingDrop { get; } = (double)(own.RatingDrop ?? all.RatingDrop ?? 0);

    /// <inheritdoc cref="GateOptions.Significance"/>
    public double Significance { get; } = (double)(own.Significance ?? all.Significance ?? 0.01m);

    /// <inheritdoc cref="GateOptions.MaxErrorRate"/>
    public double MaxErrorRate { get; } = (double)(own.MaxErrorRate ?? all.MaxErrorRate ?? 0.25m);

    /// <inheritdoc cref="GateOptions.WatchRequests"/>
    public long WatchRequests { get; } = own.WatchRequests ?? all.WatchRequests ?? 10_000;

    /// <summary>How many gates there are: each has its part of <see cref="Significance"/>.</summary>
    public int Count => Of(ErrorFactor) + Of(BlockFactor) + Of(CostFactor) + Of(LatencyFactor) + Of(RatingDrop);

    private static int Of(double bound) => bound > 0 ? 1 : 0;

    /// <summary>The gates of a prompt.</summary>
    public static GateModel Of(PromptOptions options, string prompt) =>
        new(options.Rollouts.TryGetValue(prompt, out var rollout) ? rollout.Gates : new(), options.Gates);
}
