using LlmProxy.Balancing.Latency;
using LlmProxy.Exchange;
using LlmProxy.Failover.Breakers;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Keys;

namespace LlmProxy.Failover;

/// <summary>Tells circuits, keys and balancing how attempts end; each attempt is told once.</summary>
internal sealed class ProviderHealth(DestinationBreakers breakers, KeyPools keys, LatencyBoard latencies)
{
    /// <summary>The attempt is about to be sent to its destination. <c>false</c>: its circuit lets nothing through.</summary>
    public bool TryEnter(LlmAttempt attempt)
    {
        if (!breakers.TryEnter(attempt.Cluster, attempt.Destination!, out var entry))
            return false;
        attempt.Entry = entry;
        attempt.IsEntered = true;
        return true;
    }

    /// <summary>A provider has answered, be it with an error: its headers tell of limits.</summary>
    public void Answered(LlmAttempt attempt, HttpResponseMessage response)
    {
        if (attempt.Key is { } key && attempt.Cluster.Keys.Count > 1)
            keys.NoteLimits(attempt.Cluster, key, attempt.UpstreamModel, response.Headers);
    }

    /// <summary>The answer has proved itself, and begins to reach the client.</summary>
    public void Committed(LlmAttempt attempt)
    {
        attempt.IsCommitted = true;
        latencies.NoteAnswer(attempt);
        Leave(attempt, BreakerSignal.Success);
        if (attempt.Key is { } key)
            keys.Note(attempt.Cluster, key, attempt.UpstreamModel, CredentialSignal.Works, null);
    }

    /// <summary>The attempt has failed before that.</summary>
    public void Failed(LlmAttempt attempt, AttemptFailure failure)
    {
        var rule = failure.Rule;
        // A destination at its limit is not broken, but it is no fast one either.
        if (rule.Breaker == BreakerSignal.Failure || rule.Credential == CredentialSignal.Busy)
            latencies.NoteFailure(attempt);
        Leave(attempt, rule.Breaker);
        if (attempt.Key is { } key && rule.Credential != CredentialSignal.None)
            keys.Note(attempt.Cluster, key, attempt.UpstreamModel, rule.Credential, failure.RetryAfter);
    }

    /// <summary>The answer broke off after it had been committed, by the provider's fault.</summary>
    public void Broken(LlmAttempt attempt)
    {
        DestinationBreakers.NoteBroken(attempt.Cluster, attempt.Entry);
        latencies.NoteFailure(attempt);
    }

    /// <summary>The attempt is over, however it ended; what was not told before is nobody's fault.</summary>
    public void Ended(LlmAttempt attempt)
    {
        // A stream that was committed before its first token.
        if (attempt.IsCommitted)
            latencies.NoteAnswer(attempt);
        Leave(attempt, BreakerSignal.None);
    }

    private static void Leave(LlmAttempt attempt, BreakerSignal signal)
    {
        if (!attempt.IsEntered)
            return;
        attempt.IsEntered = false;
        DestinationBreakers.Leave(attempt.Cluster, attempt.Entry, signal);
    }
}
