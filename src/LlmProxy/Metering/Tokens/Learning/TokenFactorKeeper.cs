using System.Text.Json;
using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Metering.Tokens.Learning;

/// <summary>Keeps what was learned over a restart: reads it at the start, and writes what has changed every few seconds.</summary>
internal sealed partial class TokenFactorKeeper(
    TokenFactors factors, IStateStore store, Degradations degradations, ILogger<TokenFactorKeeper> logger, TimeProvider clock) : BackgroundService
{
    /// <summary>How long a change may wait; what was learned in that time is lost with the process, and learned again.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly SideComponent _guard = degradations.Get(ComponentNames.TokenLearning);

    /// <summary>Writes what has changed.</summary>
    public void Write()
    {
        while (factors.Forgotten.TryDequeue(out var forgotten))
            store.Delete(StateCollections.TokenFactors, forgotten);
        foreach (var (model, factor) in factors.TakeChanges())
            store.Put(StateCollections.TokenFactors, model, JsonSerializer.SerializeToUtf8Bytes(factor));
    }

    /// <summary>Reads what was written before.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        foreach (var document in await store.LoadAsync(StateCollections.TokenFactors, cancellationToken))
        {
            if (Read(document) is { } factor)
                factors.Restore(document.Key, factor);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await LoadAsync(stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Estimates begin anew; requests do not wait for this.
            _guard.Report(e);
            Log.NotLoaded(logger, e);
        }

        using var timer = new PeriodicTimer(Interval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                TryWrite();
        }
        catch (OperationCanceledException)
        {
            TryWrite();
        }
    }

    private void TryWrite()
    {
        try
        {
            Write();
        }
        catch (Exception e)
        {
            _guard.Report(e);
        }
    }

    private TokenFactor? Read(in StateDocument document)
    {
        try
        {
            var factor = JsonSerializer.Deserialize<TokenFactor>(document.Content.Span);
            return factor is { Ratio: > 0.2 and < 10, ToolOverhead: >= 0 and <= 2_000, Samples: >= 0 } ? factor : null;
        }
        catch (JsonException e)
        {
            Log.NotRead(logger, document.Key, e);
            return null;
        }
    }

    // Event ids 400 to 419.
    private static partial class Log
    {
        [LoggerMessage(400, LogLevel.Warning,
            "What was learned of models' tokenizers could not be loaded; estimates begin anew.", EventName = "TokenFactorsNotLoaded")]
        public static partial void NotLoaded(ILogger logger, Exception exception);

        [LoggerMessage(401, LogLevel.Warning,
            "What was learned of the tokenizer of '{Model}' could not be read; its estimate begins anew.", EventName = "TokenFactorNotRead")]
        public static partial void NotRead(ILogger logger, string model, Exception exception);
    }
}
