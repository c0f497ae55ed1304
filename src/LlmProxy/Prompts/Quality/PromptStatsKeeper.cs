using System.Text.Json;
using LlmProxy.Core.Statistics;
using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Prompts.Quality;

/// <summary>Keeps tallies over a restart: reads them before the first request, and writes those that have changed every ten seconds and at the end.</summary>
/// <remarks>While the store cannot be read nothing is written over what is there; what was counted meanwhile is added to it once it can.</remarks>
internal sealed partial class PromptStatsKeeper(
    PromptStats stats, SeriesNeeds needs, IStateStore store, Degradations degradations, TimeProvider clock, ILogger<PromptStatsKeeper> logger)
    : StoreLoad(degradations.Get(Component), clock), IHostedLifecycleService
{
    /// <summary>The side component, for health.</summary>
    public const string Component = "prompt_stats";

    /// <summary>How long a change may wait; a crash loses what was counted in that time.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private const string Full = "too_many_series";

    private readonly SideComponent _guard = degradations.Get(Component);
    private readonly TimeProvider _clock = clock;
    private volatile bool _isLoaded;
    private ITimer? _timer;

    /// <summary>Writes what has changed.</summary>
    public void Write()
    {
        if (!_isLoaded)
            return;
        foreach (var (key, tally) in stats.TakeChanged())
            store.Put(StateCollections.PromptStats, key, JsonSerializer.SerializeToUtf8Bytes(tally));
    }

    /// <summary>Makes room for what is new; where nothing can go, versions and variants beyond the bound are not judged, which health tells.</summary>
    public void MakeRoom()
    {
        if (!_isLoaded)
            return;
        foreach (var key in stats.Release(needs.Of, needs.Of))
            store.Delete(StateCollections.PromptStats, key);
        if (stats.IsFull)
            _guard.Report(Full);
    }

    async Task IHostedLifecycleService.StartingAsync(CancellationToken cancellationToken)
    {
        await StartingAsync(cancellationToken);
        _timer = _clock.CreateTimer(
            static self => ((PromptStatsKeeper)self!)._guard.TryRun(static keeper => keeper.Tick(), (PromptStatsKeeper)self), this, Interval, Interval);
    }

    async Task IHostedService.StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is not null)
            await _timer.DisposeAsync();
        _guard.TryRun(static self => self.Write(), this);
    }

    /// <inheritdoc/>
    protected override async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var document in await store.LoadAsync(StateCollections.PromptStats, cancellationToken))
        {
            if (Read(document) is { } tally)
                stats.Restore(document.Key, tally);
        }

        stats.IsComplete = true;
        _isLoaded = true;
    }

    /// <inheritdoc/>
    protected override void TellNotLoaded(IOException failure) => Log.NotLoaded(logger, failure);

    private void Tick()
    {
        // What goes first, so that what comes again meanwhile is written behind it.
        MakeRoom();
        Write();
    }

    private PromptTally? Read(in StateDocument document)
    {
        try
        {
            var tally = JsonSerializer.Deserialize<PromptTally>(document.Content.Span);
            if (tally is { Requests: >= 0, LatencyClasses.Counts.Length: LogHistogram.Classes, FirstTokenClasses.Counts.Length: LogHistogram.Classes })
                return tally;
        }
        catch (JsonException)
        {
            // Told below.
        }

        Log.NotRead(logger, document.Key);
        return null;
    }

    // Event ids 720 to 722. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(720, LogLevel.Warning, "What was counted of prompts cannot be read yet; until it can, metrics begin anew.", EventName = "PromptStatsNotLoaded")]
        public static partial void NotLoaded(ILogger logger, Exception exception);

        [LoggerMessage(721, LogLevel.Warning, "What was counted of '{Key}' cannot be read; it begins anew.", EventName = "PromptStatsNotRead")]
        public static partial void NotRead(ILogger logger, string key);
    }
}
