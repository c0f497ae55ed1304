using System.ClientModel.Primitives;

namespace LlmProxy.FunctionalTests.Sdk;

/// <summary>The SDK's own retry policy, which decides as ever but notes its waits instead of sitting them out.</summary>
internal sealed class NotedRetries() : ClientRetryPolicy(maxRetries: 2)
{
    /// <summary>How long the SDK would have waited, retry by retry.</summary>
    public List<TimeSpan> Waits { get; } = [];

    protected override Task WaitAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        Waits.Add(time);
        return Task.CompletedTask;
    }
}
