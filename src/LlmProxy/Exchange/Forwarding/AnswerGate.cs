using System.Net;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Failover;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.LastResort;
using LlmProxy.Failover.Planning;

namespace LlmProxy.Exchange.Forwarding;

/// <summary>Judges an answer before YARP has copied anything of it: a good one is committed, a failed one leaves no trace.</summary>
/// <remarks>
/// The status is judged at once; what a 200 holds is judged by the pipe that also delivers it, while its first bytes are held back.
/// Where nothing is left to try, an error's answer passes as it came; a 200 that was none becomes an error of the gateway, since its
/// client has seen nothing of it yet and can be told by a status.
/// </remarks>
internal sealed class AnswerGate(AnswerDelivery delivery, FailoverPlanner planner, ProviderHealth health, TimeProvider clock)
{
    /// <summary>Most bytes of an error's body that are read to understand it.</summary>
    private const int MaxErrorBytes = 64 * 1024;

    /// <summary>The longest wait for such a body; then, as where it breaks off, the status and what has come of it must do.</summary>
    public TimeSpan MaxErrorWait { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Lets a good answer through, and a bad one where nothing else is left to try.</summary>
    /// <returns>What YARP copies.</returns>
    /// <exception cref="AttemptFailedException">The destination has failed.</exception>
    public async Task<HttpResponseMessage> JudgeAsync(LlmAttempt attempt, HttpResponseMessage response)
    {
        health.Answered(attempt, response);
        var status = (int)response.StatusCode;
        if (status is >= 300 and not 304)
        {
            if (await RefuseAsync(attempt, response) is { } refused)
                return refused;
            await delivery.PrepareAsync(attempt, response);
            return response;
        }

        var settings = attempt.Exchange.Route.Failover;
        DeliveryStream? stream;
        try
        {
            if (settings.Gate.Enabled && AnswerDelivery.FaultOf(attempt, response) is { } fault)
                return Refuse(attempt, response, new AttemptFailure(fault, FailureErrors.Create(fault, attempt)));
            stream = await delivery.PrepareAsync(attempt, response);
        }
        catch (AttemptFailedException e) when (attempt.Failure is null)
        {
            return Refuse(attempt, response, e.Failure);
        }
        catch (LlmException e)
        {
            throw Fail(attempt, new AttemptFailure(FailureKind.GatewayFault, e.Error) { Cause = e });
        }

        if (stream is not null && settings.Gate.Enabled && await stream.HoldAsync(settings.Gate, AnswerDelivery.KnownLength(response)) is { } kind)
        {
            var failure = Broken(attempt, stream, kind) with { Status = status };
            Decide(attempt, failure);
            // What is slow is better than nothing, whatever came before.
            if (kind != FailureKind.TooSlow || attempt.Next is not null)
                return Leave(attempt, response, failure);
        }

        if (status == (int)HttpStatusCode.SwitchingProtocols)
        {
            // From here on it is a conversation, whose silences and length are its own.
            attempt.Timer?.Stop();
            attempt.Timer = null;
        }

        health.Committed(attempt);
        stream?.Commit(settings.KeepAlive);
        return response;
    }

    /// <summary>Decides what follows from a failure without an answer.</summary>
    public AttemptFailedException Fail(LlmAttempt attempt, AttemptFailure failure)
    {
        Decide(attempt, failure);
        attempt.Failure = failure;
        return new AttemptFailedException(failure);
    }

    private void Decide(LlmAttempt attempt, AttemptFailure failure) => attempt.Next = planner.Decide(attempt, failure);

    /// <summary>Nothing of a 200 that is none reaches the client: it gets a status that its SDK can act upon.</summary>
    private HttpResponseMessage Refuse(LlmAttempt attempt, HttpResponseMessage response, AttemptFailure failure)
    {
        failure = failure with { Status = (int)response.StatusCode };
        Decide(attempt, failure);
        return Leave(attempt, response, failure);
    }

    /// <summary>Takes a failed attempt out of YARP's hands.</summary>
    private static HttpResponseMessage Leave(LlmAttempt attempt, HttpResponseMessage response, AttemptFailure failure)
    {
        attempt.Failure = failure;
        response.Dispose();
        if (failure.Rule.Breaker == BreakerSignal.Failure)
            throw new AttemptFailedException(failure);
        // Not the destination's fault: YARP's passive health must not see a failure.
        return new HttpResponseMessage(HttpStatusCode.OK);
    }

    private static AttemptFailure Broken(LlmAttempt attempt, DeliveryStream stream, FailureKind kind)
    {
        if (kind == FailureKind.ErrorInAnswer)
            return ErrorInAnswer(attempt);
        var error = kind == FailureKind.GatewayFault && stream.Failure is { } fault ? fault : FailureErrors.Create(kind, attempt);
        return new(kind, error) { Cause = stream.Cause };
    }

    private static AttemptFailure ErrorInAnswer(LlmAttempt attempt)
    {
        var said = attempt.Answer.Error ?? new ProviderError(null, null, null);
        var failure = FailureClassifier.OfErrorInAnswer(attempt, said);
        return attempt.Adapter.Translator(attempt) is { } translator
            ? failure with { Error = translator.TranslateStreamError(said.Code ?? said.Type, said.Message) with { RetryAfter = failure.RetryAfter } }
            : failure;
    }

    private async Task<HttpResponseMessage?> RefuseAsync(LlmAttempt attempt, HttpResponseMessage response)
    {
        using var body = new PooledBuffer();
        var (isCut, rest) = await ReadErrorAsync(attempt, response, body);
        var status = (int)response.StatusCode;
        var held = body.WrittenSpan.ToArray();
        var plain = ContentDecoding.DecodeWhatIsThere(held, response.Content.Headers.ContentEncoding, MaxErrorBytes);
        var failure = FailureClassifier.OfStatus(attempt, status, response.Headers, plain, clock.GetUtcNow());
        if (attempt.Adapter.Translator(attempt) is { } translator)
        {
            // What was read must do for that.
            rest = null;
            failure = failure with { Error = translator.TranslateError(status, plain) with { RetryAfter = failure.RetryAfter } };
        }
        else if (!isCut)
        {
            failure = failure with { Answer = new FailedAnswer(status, response.Content.Headers.ContentType?.ToString(), plain) };
        }

        Decide(attempt, failure);
        // Half a body is no answer: the client is told in the gateway's words.
        if (attempt.Next is null && ReferenceEquals(attempt.Exchange.Failover!.Told, failure) && !isCut
            && !LastResortRules.Answers(attempt.Exchange, failure))
        {
            health.Failed(attempt, failure);
            response.Content = new ResumedContent(response.Content, held, rest);
            return null;
        }

        return Leave(attempt, response, failure);
    }

    /// <summary>Reads an error's body.</summary>
    /// <returns>Whether it broke off, or took too long; and what more there is of one that is longer than is read.</returns>
    private async Task<(bool IsCut, Stream? More)> ReadErrorAsync(LlmAttempt attempt, HttpResponseMessage response, PooledBuffer body)
    {
        var token = attempt.Timer?.Token ?? CancellationToken.None;
        using var limit = new CancellationTokenSource(MaxErrorWait, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, token);
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(either.Token);
            while (body.Length < MaxErrorBytes)
            {
                var read = await stream.ReadAsync(body.GetMemory(4096), either.Token);
                if (read == 0)
                    return (false, null);
                body.Advance(read);
            }

            return (false, stream);
        }
        catch (Exception e) when (!token.IsCancellationRequested && e is OperationCanceledException or IOException or HttpRequestException)
        {
            return (true, null);
        }
    }
}
