using LlmProxy.Core.Protocols;
using LlmProxy.Exchange;
using LlmProxy.Metering;

namespace LlmProxy.Tests.Exchange.Delivery;

/// <summary>Books whose records are on disk when a test says so.</summary>
internal sealed class ScriptedBooks : IRequestBooks
{
    private readonly TaskCompletionSource _called = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends, or fails, the writing.</summary>
    public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the request is booked.</summary>
    public Task Called => _called.Task;

    public int Calls { get; private set; }

    /// <summary>What was known of the usage then.</summary>
    public TokenUsage Usage { get; private set; }

    public Task BookAsync(LlmExchange exchange)
    {
        Calls++;
        Usage = exchange.Usage;
        _called.TrySetResult();
        return Written.Task;
    }
}
