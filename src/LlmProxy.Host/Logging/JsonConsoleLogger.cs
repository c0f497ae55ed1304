using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Host.Logging;

/// <summary>Logs for one category.</summary>
internal sealed class JsonConsoleLogger(string category, JsonConsoleLoggerProvider provider) : ILogger
{
    // Beyond this it is not kept: a stack trace now and then must not stay in each thread.
    private const int MaxKeptBytes = 64 * 1024;

    [ThreadStatic]
    private static JsonLine? _kept;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => provider.Scopes?.Push(state);

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel))
            return;
        // A field's ToString may log, too: it finds none, and makes its own.
        var line = _kept ?? new JsonLine();
        _kept = null;
        var bytes = line.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, formatter), provider.Scopes, provider.Options);
        if (!bytes.IsEmpty)
            provider.Output.Append(bytes);
        if (line.Capacity <= MaxKeptBytes)
            _kept = line;
    }
}
