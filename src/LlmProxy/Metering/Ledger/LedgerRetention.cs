using LlmProxy.Configuration;
using LlmProxy.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Metering.Ledger;

/// <summary>Removes records that are too old or too many, a few at a time, in the background.</summary>
internal sealed partial class LedgerRetention(
    StorageChoice storage, LlmConfigState configuration, TimeProvider clock, ILogger<LedgerRetention> logger) : BackgroundService
{
    /// <summary>How often is looked; the bounds may be overstepped by what comes meanwhile.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TrimAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    /// <summary>Removes what is due.</summary>
    internal async Task TrimAsync(CancellationToken cancellationToken)
    {
        var options = configuration.Current.Proxy.Ledger;
        try
        {
            var removed = await storage.Backend.Ledger.TrimAsync(clock.GetUtcNow() - options.Retention, options.MaxRecords, cancellationToken);
            if (removed > 0)
                Log.Trimmed(logger, removed);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it is: what a background service throws would stop the gateway.
            Log.NotTrimmed(logger, e);
        }
    }

    // Event ids 445 to 449. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(445, LogLevel.Information, "{Count} records were removed from the ledger: too old, or too many.", EventName = "LedgerTrimmed")]
        public static partial void Trimmed(ILogger logger, long count);

        [LoggerMessage(446, LogLevel.Warning, "Old records could not be removed from the ledger.", EventName = "LedgerNotTrimmed")]
        public static partial void NotTrimmed(ILogger logger, Exception exception);
    }
}
