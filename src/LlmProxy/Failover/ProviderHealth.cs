using LlmProxy.Balancing.Latency;
using LlmProxy.Balancing.Tokens;
using LlmProxy.Exchange;
using LlmProxy.Failover.Breakers;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Keys;

namespace LlmProxy.Failover;

/// <summary>Tells circuits, keys and balancing how attempts end; each attempt is told once.</summary>
internal sealed class ProviderHealth(DestinationBreakers breakers, KeyPools keys, LatencyBoard latencies, TokenLoads loads, TimeProvider clock)
{
    /// <summary>The attempt is about to be sent to its destination. <c>false</c>: its circuit lets nothing through.</summary>
    public bool TryEnter(LlmAttempt attempt)
    {
        if (!breakers.TryEnter(attempt.Cluster, attempt.Destination!, out var entry))
            return false;
        attempt.Entry = entry;
        attempt.IsEntered = true;
        loads.Enter(attempt);
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
        var signal = failure.Kind == FailureKind.TotalTimeout && !HadItsTime(attempt) ? BreakerSignal.None : rule.Breaker;
        // A destination at its limit is not broken, but it is no fast one either.
        if (signal == BreakerSignal.Failure || rule.Credential == CredentialSignal.Busy)
            latencies.NoteFailure(attempt);
        Leave(attempt, signal);
        if (attempt.Key is { } key && rule.Credential != CredentialSignal.None)
            keys.Note(attempt.Cluster, key, attempt.UpstreamModel, rule.Credential, failure.RetryAfter);
    }

    /// <summary>The answer broke off after it had been committed.</summary>
    public void Broken(LlmAttempt attempt)
    {
        // An answer that is longer than the request's time may just be read slowly; and no provider is at fault when the gateway ends.
        if (attempt.Timer?.Expired is FailureKind.TotalTimeout or FailureKind.Stopping)
            return;
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
        TokenLoads.Leave(attempt);
    }

    /// <summary>Whether an attempt had half of the request's time: what others, or a slow upload, have left of it tells nothing of its destination.</summary>
    private bool HadItsTime(LlmAttempt attempt) => attempt.SentAt != 0 && clock.GetElapsedTime(attempt.SentAt) >= attempt.Timeouts.Total / 2;

    private static void Leave(LlmAttempt attempt, BreakerSignal signal)
    {
        if (!attempt.IsEntered)
            return;
        attempt.IsEntered = false;
        DestinationBreakers.Leave(attempt.Cluster, attempt.Entry, signal);
    }
}
