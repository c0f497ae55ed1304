using LlmProxy.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlmProxy.Health.Shutdown;

/// <summary>Walks the gateway to its end, as <see cref="LlmShutdownOptions"/> says.</summary>
/// <remarks>
/// Readiness fails at once, and for <c>Delay</c> requests are still accepted, since a load balancer needs its time to see it. Then
/// the server closes its listener and waits for what is open, which is cut after <c>Drain</c>.
/// </remarks>
internal sealed partial class ShutdownSequence(
    ShutdownState state, LlmConfigState configuration, IOptions<HostOptions> host, IHostApplicationLifetime lifetime, TimeProvider clock,
    ILogger<ShutdownSequence> logger) : IHostedLifecycleService, IDisposable
{
    /// <summary>What the host gets beyond <c>Delay</c> and <c>Drain</c>: for the last errors to reach their clients, and for telemetry to be flushed.</summary>
    internal static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private CancellationTokenRegistration _stopping;
    private ITimer? _drain;

    private LlmShutdownModel Settings => configuration.Current.Proxy.Shutdown;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        _stopping = lifetime.ApplicationStopping.Register(Begin);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        SetHostTimeout();
        return Task.CompletedTask;
    }

    /// <summary>Before the server closes its listener.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Begin();
        var settings = Settings;
        if (settings.Delay > TimeSpan.Zero)
            await Task.Delay(settings.Delay, clock, cancellationToken);
        _drain = clock.CreateTimer(static self => ((ShutdownSequence)self!).Cut(), this, settings.Drain, Timeout.InfiniteTimeSpan);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _stopping.Dispose();
        _drain?.Dispose();
    }

    private void Begin()
    {
        if (state.IsStopping)
            return;
        state.Begin();
        // Once more: the configuration may have been read anew since the start.
        SetHostTimeout();
        Log.Stopping(logger, Settings.Delay.TotalSeconds, Settings.Drain.TotalSeconds);
    }

    private void Cut()
    {
        Log.DrainOver(logger);
        state.EndDrain();
    }

    /// <summary>The host must not give up before the drain is over. It reads this when it begins to stop.</summary>
    private void SetHostTimeout() => host.Value.ShutdownTimeout = Settings.Delay + Settings.Drain + Margin;

    // Event ids 250 to 259. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            250, LogLevel.Information,
            "The gateway stops: it is not ready any more, accepts requests for {DelaySeconds} s and lets open ones finish for {DrainSeconds} s.",
            EventName = "Stopping")]
        public static partial void Stopping(ILogger logger, double delaySeconds, double drainSeconds);

        [LoggerMessage(251, LogLevel.Information, "The time to finish is over; what is still open ends now.", EventName = "DrainOver")]
        public static partial void DrainOver(ILogger logger);
    }
}
