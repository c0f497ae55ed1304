using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LlmProxy.FunctionalTests.Failover.Matrix;

/// <summary>Tells when the gateway has done with a request, its circuits included, by the log line that is written then.</summary>
internal sealed class Settled : ILoggerProvider, ILogger
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _requests = new(StringComparer.Ordinal);

    /// <summary>Waits for the end of a request.</summary>
    public Task WaitAsync(string requestId) => Of(requestId).Task.WaitAsync(TimeSpan.FromSeconds(30));

    public ILogger CreateLogger(string categoryName) => this;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Name == "RequestFinished" && state is IEnumerable<KeyValuePair<string, object?>> fields)
            Of((string)fields.First(field => field.Key == "RequestId").Value!).TrySetResult();
    }

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void Dispose()
    {
    }

    private TaskCompletionSource Of(string requestId) =>
        _requests.GetOrAdd(requestId, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
