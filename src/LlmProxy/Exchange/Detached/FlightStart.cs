using LlmProxy.Failover.Failures;

namespace LlmProxy.Exchange.Detached;

/// <summary>How a flight began: with an answer, or in the end without one.</summary>
/// <param name="Flight">The flight.</param>
internal sealed record FlightStart(Flight Flight)
{
    /// <summary>Why no attempt brought an answer.</summary>
    public AttemptFailure? Failure { get; init; }

    /// <summary>What broke the flight: the request's fault, the gateway's, or its cancellation.</summary>
    public Exception? Exception { get; init; }

    /// <summary>Whether there is an answer, be it a provider's error.</summary>
    public bool IsAnswer => Failure is null && Exception is null;

    /// <summary>Whether it is a good one.</summary>
    public bool IsGood => IsAnswer && Flight.Response.StatusCode < 300;
}
