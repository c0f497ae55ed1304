using System.Net;
using LlmProxy.Core.Buffers;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Failover;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.LastResort;
using LlmProxy.Failover.Planning;

namespace LlmProxy.Exchange.Forwarding;

/// <summary>Judges an answer before YARP has copied anything of it: a good one is committed, a failed one leaves no trace.</summary>
internal sealed class AnswerGate(AnswerDelivery delivery, FailoverPlanner planner, ProviderHealth health, TimeProvider clock)
{
    /// <summary>Most bytes of an error's body that are read to understand it.</summary>
    private const int MaxErrorBytes = 64 * 1024;

    /// <summary>Lets a good answer through, and a bad one where nothing else is left to try.</summary>
    /// <returns>What YARP copies.</returns>
    /// <exception cref="AttemptFailedException">The destination has failed.</exception>
    public async Task<HttpResponseMessage> JudgeAsync(LlmAttempt attempt, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        health.Answered(attempt, response);
        if ((int)response.StatusCode is >= 300 and not 304 && await RefuseAsync(attempt, response, cancellationToken) is { } refused)
            return refused;
        await delivery.PrepareAsync(attempt, response, cancellationToken);
        if ((int)response.StatusCode < 300)
            health.Committed(attempt);
        return response;
    }

    /// <summary>Decides what follows from a failure without an answer.</summary>
    public AttemptFailedException Fail(LlmAttempt attempt, AttemptFailure failure)
    {
        attempt.Next = planner.Decide(attempt, failure);
        attempt.Failure = failure;
        return new AttemptFailedException(failure);
    }

    private async Task<HttpResponseMessage?> RefuseAsync(LlmAttempt attempt, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        var (failure, held, plain) = await ReadAsync(attempt, response, cancellationToken);
        if (attempt.Adapter.Translator(attempt) is null)
            failure = failure with { Answer = new FailedAnswer((int)response.StatusCode, response.Content.Headers.ContentType?.ToString(), plain) };
        else
            failure = failure with { Error = attempt.Adapter.Translator(attempt)!.TranslateError((int)response.StatusCode, plain) with { RetryAfter = failure.RetryAfter } };
        attempt.Next = planner.Decide(attempt, failure);
        if (attempt.Next is null && ReferenceEquals(attempt.Exchange.Failover!.Told, failure)
            && !LastResortRules.Answers(attempt.Exchange, failure))
        {
            health.Failed(attempt, failure);
            response.Content = new ResumedContent(response.Content, held);
            return null;
        }

        attempt.Failure = failure;
        response.Dispose();
        if (failure.Rule.Breaker == BreakerSignal.Failure)
            throw new AttemptFailedException(failure);
        // Not the destination's fault: YARP's passive health must not see a failure.
        return new HttpResponseMessage(HttpStatusCode.OK);
    }

    private async Task<(AttemptFailure Failure, byte[] Held, byte[] Plain)> ReadAsync(LlmAttempt attempt, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var body = new PooledBuffer();
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        while (body.Length < MaxErrorBytes)
        {
            var read = await stream.ReadAsync(body.GetMemory(4096), cancellationToken);
            if (read == 0)
                break;
            body.Advance(read);
        }

        var held = body.WrittenSpan.ToArray();
        var plain = ContentDecoding.DecodeWhatIsThere(held, response.Content.Headers.ContentEncoding, MaxErrorBytes);
        return (FailureClassifier.OfStatus(attempt, (int)response.StatusCode, response.Headers, plain, clock.GetUtcNow()), held, plain);
    }
}
