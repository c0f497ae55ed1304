using Microsoft.Extensions.Hosting;

namespace LlmProxy.Tenancy.Keys;

/// <summary>Keeps when keys were last used, some minutes late: a request must not wait for a disk to be noted.</summary>
internal sealed class KeyUseWriter(KeyAdmin admin, TimeProvider clock) : BackgroundService
{
    /// <summary>How often; a crash forgets at most this much.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await admin.KeepUseAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The host stops at once: what the last minutes have told is lost, as by a crash.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await admin.KeepUseAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The gateway ends; StopAsync keeps the rest.
        }
    }
}
