using System.Text.Json;
using LlmProxy.Core.Errors;
using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Prompts.Rollouts;

/// <summary>Runs the watch over new versions behind the requests, and keeps over a restart what it knows.</summary>
/// <remarks>While the store cannot be read no version is judged, and nothing is written over what is there.</remarks>
internal sealed partial class PromptWatchKeeper(
    PromptWatch watch, IStateStore store, Degradations degradations, TimeProvider clock, ILogger<PromptWatchKeeper> logger) : BackgroundService
{
    /// <summary>The side component, for health.</summary>
    public const string Component = "prompt_trials";

    /// <summary>How often all prompts are looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SideComponent _guard = degradations.Get(Component);

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first request, so that none is missed.
        var isLoaded = await TryLoadAsync(cancellationToken);
        _isLoaded = isLoaded;
        await base.StartAsync(cancellationToken);
    }

    private bool _isLoaded;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            var due = watch.Due.WaitToReadAsync(stoppingToken).AsTask();
            while (true)
            {
                await await Task.WhenAny(tick, due);
                while (watch.Due.TryRead(out var name))
                    await TryAsync(token => watch.LookAsync(name, token), stoppingToken);
                if (due.IsCompleted)
                    due = watch.Due.WaitToReadAsync(stoppingToken).AsTask();
                if (!tick.IsCompleted)
                {
                    Write();
                    continue;
                }

                tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
                await TickAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            Write();
        }
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        if (!_isLoaded && !(_isLoaded = await TryLoadAsync(cancellationToken)))
            return;
        await TryAsync(watch.TickAsync, cancellationToken);
        Write();
    }

    private async Task TryAsync(Func<CancellationToken, Task> action, CancellationToken cancellationToken)
    {
        try
        {
            await action(cancellationToken);
            _guard.Succeeded();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The next tick tries again.
            _guard.Report(e is LlmException { Error.Code: { } code } ? code : e.GetType().Name);
        }
    }

    private void Write()
    {
        if (_isLoaded)
            _guard.TryRun(static self => self.WriteChanged(), this);
    }

    private void WriteChanged()
    {
        foreach (var (name, standing) in watch.TakeChanged())
            store.Put(StateCollections.PromptTrials, name, JsonSerializer.SerializeToUtf8Bytes(standing));
    }

    private async Task<bool> TryLoadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var standings = new List<(string, PromptStanding)>();
            foreach (var document in await store.LoadAsync(StateCollections.PromptTrials, cancellationToken))
            {
                if (Read(document) is { } standing)
                    standings.Add((document.Key, standing));
            }

            watch.Restore(standings);
            return true;
        }
        catch (IOException e)
        {
            _guard.Report(e);
            return false;
        }
    }

    private PromptStanding? Read(in StateDocument document)
    {
        try
        {
            return JsonSerializer.Deserialize<PromptStanding>(document.Content.Span);
        }
        catch (JsonException)
        {
            Log.NotRead(logger, document.Key);
            return null;
        }
    }

    // Event id 727. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(727, LogLevel.Warning, "What was known of the versions of prompt '{Prompt}' cannot be read: none of them is being judged.", EventName = "PromptTrialNotRead")]
        public static partial void NotRead(ILogger logger, string prompt);
    }
}
