using LlmProxy.Core.Errors;

namespace LlmProxy.Exchange.Bodies;

/// <summary>What one held answer takes of the process-wide bound. Not safe for use by two threads at once.</summary>
/// <param name="budget">The bound.</param>
internal sealed class BufferShare(BufferBudget budget) : IDisposable
{
    private long _taken;

    /// <summary>Takes what is missing to hold <paramref name="bytes"/> in all.</summary>
    /// <returns>Whether there was room for it; if not, nothing more is taken.</returns>
    public bool TryHold(long bytes)
    {
        if (bytes <= _taken)
            return true;
        if (!budget.TryTake(bytes - _taken))
            return false;
        _taken = bytes;
        return true;
    }

    /// <summary>Takes what is missing to hold <paramref name="bytes"/> in all.</summary>
    /// <exception cref="LlmException">503: the process holds as many bytes as it may.</exception>
    public void Hold(long bytes)
    {
        if (TryHold(bytes))
            return;
        throw new LlmException(new LlmError(
            503, LlmErrorTypes.Server, "The gateway holds as many answers for its guardrails as it may; try again shortly.", "overloaded")
        {
            RetryAfter = TimeSpan.FromSeconds(1),
        });
    }

    /// <summary>Gives all of it back.</summary>
    public void Dispose()
    {
        budget.Return(_taken);
        _taken = 0;
    }
}
