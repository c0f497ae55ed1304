using System.Text.Json.Nodes;

namespace LlmProxy.Host.Commands.Evaluations.Replaying;

/// <summary>Writes new answers to a file, a line of JSON each. Safe for use by many threads. The answers are as the gateway gives them: nothing is redacted here.</summary>
internal sealed class ReplayResults(string path) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly StreamWriter _file = new(path) { NewLine = "\n" };

    /// <summary>Adds one.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Add(string requestId, ReplaySide replayed, double? similarity)
    {
        var line = new JsonObject
        {
            ["request_id"] = requestId,
            ["error"] = replayed.Error,
            ["blocked"] = replayed.IsBlocked,
            ["latency_ms"] = replayed.LatencyMs is { } latency ? Math.Round(latency, 2) : null,
            ["input_tokens"] = replayed.InputTokens,
            ["output_tokens"] = replayed.OutputTokens,
            ["cost_usd"] = replayed.Cost,
            ["similarity"] = similarity is { } alike ? Math.Round(alike, 4) : null,
            ["answer"] = replayed.Answer,
        }.ToJsonString();
        lock (_lock)
            _file.WriteLine(line);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _file.DisposeAsync();
}
