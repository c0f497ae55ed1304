using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace LlmProxy.FunctionalTests.Support;

/// <summary>Keeps the log lines of one gateway, with their fields.</summary>
internal sealed class LogCollector : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<Line> _lines = new();
    private readonly SemaphoreSlim _added = new(0);

    /// <summary>Everything that was logged, as text.</summary>
    public string Text => string.Join('\n', _lines.Select(line => line.Text));

    public void AddTo(WebApplicationBuilder builder) => builder.Logging.AddProvider(this);

    /// <summary>The fields of the first line with this event name, or of a later one.</summary>
    public async Task<IReadOnlyDictionary<string, object?>> WaitForAsync(string eventName, int number = 1)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            if (_lines.Where(line => line.EventName == eventName).ElementAtOrDefault(number - 1) is { } found)
                return found.Fields;
            await _added.WaitAsync(patience.Token);
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var fields = state is IEnumerable<KeyValuePair<string, object?>> pairs ? pairs.ToDictionary() : [];
        _lines.Enqueue(new Line(eventId.Name, formatter(state, exception) + exception, fields));
        _added.Release();
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose() => _added.Dispose();

    private sealed record Line(string? EventName, string Text, IReadOnlyDictionary<string, object?> Fields);
}
