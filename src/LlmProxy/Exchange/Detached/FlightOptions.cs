using LlmProxy.Core.Requests;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Failover.Planning;
using LlmProxy.Prompts;

namespace LlmProxy.Exchange.Detached;

/// <summary>What is special about a flight.</summary>
internal sealed record FlightOptions
{
    /// <summary>A flight that takes the place of the request's own attempts.</summary>
    public static FlightOptions Plain { get; } = new();

    /// <summary>Whether it goes on when nobody reads any more, up to its total time-out.</summary>
    public bool RunsOn { get; init; }

    /// <summary>Whether it is one attempt and no more: an extra, besides the request's own.</summary>
    public bool IsExtra { get; init; }

    /// <summary>Whether the provider has had the request before, with another body: then the caller's idempotency key, by which it would take both for one, does not go along.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>How many attempts the request has had before it, which count for the most that it may have. Default 0.</summary>
    public int Attempts { get; init; }

    /// <summary>What it is to know of the request's past; <c>null</c>: nothing.</summary>
    public FailoverState? Failover { get; init; }

    /// <summary>Where its memory is counted; <c>null</c>: with all bodies.</summary>
    public BufferBudget? Budget { get; init; }

    /// <summary>The body to send, of which the flight takes a use of its own; <c>null</c>: the request's.</summary>
    public PooledBody? Body { get; init; }

    /// <summary><see cref="Body"/>, scanned.</summary>
    public LlmRequest? Request { get; init; }

    /// <summary>What <see cref="Body"/> was put under; <c>null</c>: what the request is.</summary>
    public PromptUse? Prompt { get; init; }
}
