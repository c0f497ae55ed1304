using System.Text.Json;
using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Prompts.Experiments.Gates;

/// <summary>Runs the watch over variants every second, and keeps over a restart what it knows.</summary>
/// <remarks>While the store cannot be read no variant is judged, and nothing is written over what is there.</remarks>
internal sealed partial class VariantWatchKeeper(
    VariantWatch watch, IStateStore store, Degradations degradations, TimeProvider clock, ILogger<VariantWatchKeeper> logger) : BackgroundService
{
    /// <summary>The side component, for health.</summary>
    public const string Component = "experiment_gates";

    /// <summary>How often all variants are looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SideComponent _guard = degradations.Get(Component);
    private volatile bool _isLoaded;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request, so that no variant that was stopped answers one.
        await TickAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_isLoaded)
            _guard.TryRun(static self => self.Write(), this);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The gateway stops.
        }
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        if (!_isLoaded && !await TryLoadAsync(cancellationToken))
            return;
        _guard.TryRun(
            static self =>
            {
                self.Tick();
                self.Write();
            },
            this);
    }

    private void Tick() => watch.Tick();

    private void Write()
    {
        foreach (var (experiment, variant, standing) in watch.TakeChanged())
        {
            if (standing is null)
                store.Delete(StateCollections.ExperimentGates, Key(experiment, variant));
            else
                store.Put(StateCollections.ExperimentGates, Key(experiment, variant), JsonSerializer.SerializeToUtf8Bytes(standing));
        }
    }

    private async Task<bool> TryLoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var standings = new List<(string, string, VariantStanding)>();
            foreach (var document in await store.LoadAsync(StateCollections.ExperimentGates, cancellationToken))
            {
                if (document.Key.Split('=') is [var experiment, var variant] && Read(document) is { } standing)
                    standings.Add((experiment, variant, standing));
            }

            watch.Restore(standings);
            return _isLoaded = true;
        }
        catch (IOException e)
        {
            _guard.Report(e);
            return false;
        }
    }

    private VariantStanding? Read(in StateDocument document)
    {
        try
        {
            return JsonSerializer.Deserialize<VariantStanding>(document.Content.Span);
        }
        catch (JsonException)
        {
            Log.NotRead(logger, document.Key);
            return null;
        }
    }

    // Names have no '='.
    private static string Key(string experiment, string variant) => $"{experiment}={variant}";

    // Event id 713. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(713, LogLevel.Warning, "What was known of variant '{Variant}' cannot be read: it is judged anew.", EventName = "ExperimentGateNotRead")]
        public static partial void NotRead(ILogger logger, string variant);
    }
}
