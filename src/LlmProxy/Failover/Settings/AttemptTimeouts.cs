namespace LlmProxy.Failover.Settings;

/// <summary>The limits in force for one attempt.</summary>
/// <param name="Connect">To open a connection.</param>
/// <param name="FirstByte">From sending to the first byte of a stream's body.</param>
/// <param name="Idle">Between two bytes of a stream.</param>
/// <param name="Total">From the request's arrival to the answer's last byte.</param>
public readonly record struct AttemptTimeouts(TimeSpan Connect, TimeSpan FirstByte, TimeSpan Idle, TimeSpan Total)
{
    /// <summary>No limits to speak of: for what is limited elsewhere. A timer cannot be set for much longer.</summary>
    internal static AttemptTimeouts None { get; } = new(TimeSpan.FromDays(30), TimeSpan.FromDays(30), TimeSpan.FromDays(30), TimeSpan.FromDays(30));

    private static readonly TimeSpan DefaultConnect = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan DefaultWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan DefaultTotal = TimeSpan.FromMinutes(10);

    /// <summary>How long a model that reasons may be silent.</summary>
    private static readonly TimeSpan ReasoningWait = TimeSpan.FromMinutes(5);

    /// <summary>The route's settings before the cluster's, before the defaults.</summary>
    public static AttemptTimeouts Of(TimeoutOptions route, TimeoutOptions cluster, bool reasons)
    {
        var wait = reasons ? ReasoningWait : DefaultWait;
        return new(
            route.Connect ?? cluster.Connect ?? DefaultConnect,
            route.FirstByte ?? cluster.FirstByte ?? wait,
            route.Idle ?? cluster.Idle ?? wait,
            route.Total ?? cluster.Total ?? DefaultTotal);
    }
}
