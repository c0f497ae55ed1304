using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LlmProxy.FunctionalTests.Guardrails.Matrix;

/// <summary>Keeps what the gateway's log says of guards, by request, and each line that has words which no log may have.</summary>
internal sealed class GuardLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _verdicts = new();

    /// <summary>Lines that say what users or models said.</summary>
    public ConcurrentQueue<string> Leaks { get; } = new();

    /// <summary>What guards did on a request.</summary>
    public Task<string> VerdictsAsync(string requestId) => Of(requestId).Task.WaitAsync(TimeSpan.FromMinutes(1));

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = formatter(state, exception) + exception;
        if (GuardCases.All.Any(row => line.Contains(row.Bad, StringComparison.OrdinalIgnoreCase)))
            Leaks.Enqueue(line);
        if (eventId.Name == "GuardrailsActed" && state is IEnumerable<KeyValuePair<string, object?>> pairs)
        {
            var fields = pairs.ToDictionary();
            Of((string)fields["RequestId"]!).TrySetResult((string)fields["Verdicts"]!);
        }
    }

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => true;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private TaskCompletionSource<string> Of(string requestId) => _verdicts.GetOrAdd(requestId, static _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
