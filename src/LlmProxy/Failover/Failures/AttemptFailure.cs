using LlmProxy.Core.Errors;

namespace LlmProxy.Failover.Failures;

/// <summary>Why one attempt failed, before anything of it reached the client.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Error">What the client is told if no attempt succeeds and <see cref="Answer"/> is not to be passed on.</param>
public sealed record AttemptFailure(FailureKind Kind, LlmError Error)
{
    /// <summary>The provider's status; <c>null</c> where there was none.</summary>
    public int? Status { get; init; }

    /// <summary>The provider's own code or type of the error; <c>null</c> where it told none.</summary>
    public string? Code { get; init; }

    /// <summary>How long the provider asks to be left alone; <c>null</c> where it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The provider's error in its own words, where it is of the client's protocol; else <c>null</c>.</summary>
    public FailedAnswer? Answer { get; init; }

    /// <summary>The exception behind it, if there is one.</summary>
    public Exception? Cause { get; init; }

    /// <summary>What follows.</summary>
    public FailureRule Rule => FailureTable.Of(Kind);
}
