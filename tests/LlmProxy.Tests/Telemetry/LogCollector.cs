using Microsoft.Extensions.Logging;

namespace LlmProxy.Tests.Telemetry;

/// <summary>A logger factory that keeps what is written, at and above one level.</summary>
internal sealed class LogCollector(LogLevel least = LogLevel.Information) : ILoggerFactory, ILogger
{
    public List<Entry> Entries { get; } = [];

    public List<string> Categories { get; } = [];

    public ILogger CreateLogger(string categoryName)
    {
        Categories.Add(categoryName);
        return this;
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var fields = ((IReadOnlyList<KeyValuePair<string, object?>>)state!).ToDictionary(f => f.Key, f => f.Value);
        Entries.Add(new Entry(logLevel, eventId, formatter(state, exception), fields));
    }

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    internal sealed record Entry(LogLevel Level, EventId Id, string Text, Dictionary<string, object?> Fields);
}
