using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>A provider that never answers, and knows when it was asked and when it was given up.</summary>
internal sealed class SilentProvider : IAsyncDisposable
{
    private SilentProvider(ScriptedProvider provider, TaskCompletionSource asked, TaskCompletionSource cancelled)
    {
        Provider = provider;
        Asked = asked;
        Cancelled = cancelled;
    }

    public ScriptedProvider Provider { get; }

    /// <summary>The first request has come.</summary>
    public TaskCompletionSource Asked { get; }

    /// <summary>Its caller is gone.</summary>
    public TaskCompletionSource Cancelled { get; }

    public static async Task<SilentProvider> StartAsync()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            asked.TrySetResult();
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(60), context.RequestAborted);
            }
            finally
            {
                cancelled.TrySetResult();
            }
        });
        return new SilentProvider(provider, asked, cancelled);
    }

    public ValueTask DisposeAsync() => Provider.DisposeAsync();
}
