namespace LlmProxy.FunctionalTests.Limits;

/// <summary>Waits for a token.</summary>
internal static class CancellationWaits
{
    /// <summary>Ends when it is cancelled.</summary>
    public static async Task WhenCancelledAsync(this CancellationToken token)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = token.Register(cancelled.SetResult);
        await cancelled.Task;
    }
}
