using LlmProxy.Exchange.Headers;
using LlmProxy.Exchange.Timing;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Exchange.Forwarding;

/// <summary>The innermost step: puts the prepared body in, keeps the time, and judges the answer before YARP has copied anything of it.</summary>
/// <remarks>
/// The body is swapped here and not in a transform, which newer versions of YARP forbid; it also makes head and body one
/// write. An exception that leaves here counts for YARP as a failed request: it answers 502 and tells passive health.
/// </remarks>
internal sealed class LlmForwardingHandler(HttpMessageHandler inner, AnswerGate gate, AttemptTimers timers, TimeProvider clock) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Options.TryGetValue(LlmRequestTransform.AttemptKey, out var attempt)
            ? SendAsync(attempt, request, cancellationToken)
            : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(LlmAttempt attempt, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (attempt.Body is { } body)
            request.Content = new PreparedContent(attempt, body);
        attempt.SentAt = clock.GetTimestamp();
        // Returned when YARP has let go of the answer, by whoever runs the attempt.
        var timer = timers.Start(attempt, cancellationToken);
        HttpResponseMessage? response = null;
        try
        {
            response = await base.SendAsync(request, timer.Token);
            attempt.HeadersAt = clock.GetTimestamp();
            attempt.Status = (int)response.StatusCode;
            return await gate.JudgeAsync(attempt, response);
        }
        catch (Exception e) when (Limit(timer, e, isSent: response is not null) is { } kind && !cancellationToken.IsCancellationRequested)
        {
            response?.Dispose();
            throw gate.Fail(attempt, new AttemptFailure(kind, FailureErrors.Create(kind, attempt)) { Cause = e });
        }
        catch (Exception e) when (response is null && e is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw gate.Fail(attempt, FailureClassifier.OfException(attempt, e));
        }
        catch
        {
            response?.Dispose();
            throw;
        }
    }

    /// <summary>The limit that was behind an exception; <c>null</c>: none. What was judged already keeps its judgment.</summary>
    private static FailureKind? Limit(AttemptTimer timer, Exception failure, bool isSent)
    {
        if (failure is AttemptFailedException)
            return null;
        if (timer.Expired is { } kind)
            return kind;
        for (var cause = isSent ? null : failure; cause is not null; cause = cause.InnerException)
        {
            // Of the connection: the gateway's own limit, or the handler's, which covers TLS too.
            if (cause is TimeoutException)
                return FailureKind.ConnectTimeout;
        }

        return null;
    }
}
