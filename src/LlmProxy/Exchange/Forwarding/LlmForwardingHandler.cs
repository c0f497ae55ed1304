using LlmProxy.Exchange.Headers;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Exchange.Forwarding;

/// <summary>The innermost step: puts the prepared body in, and judges the answer before YARP has copied anything of it.</summary>
/// <remarks>
/// The body is swapped here and not in a transform, which newer versions of YARP forbid; it also makes head and body one
/// write. An exception that leaves here counts for YARP as a failed request: it answers 502 and tells passive health.
/// </remarks>
internal sealed class LlmForwardingHandler(HttpMessageHandler inner, AnswerGate gate, TimeProvider clock) : DelegatingHandler(inner)
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.Options.TryGetValue(LlmRequestTransform.AttemptKey, out var attempt)
            ? SendAsync(attempt, request, cancellationToken)
            : base.SendAsync(request, cancellationToken);

    private async Task<HttpResponseMessage> SendAsync(LlmAttempt attempt, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (attempt.Body is { } body)
            request.Content = new PreparedContent(body, attempt.BodyContentType!);
        attempt.SentAt = clock.GetTimestamp();
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException && !cancellationToken.IsCancellationRequested)
        {
            throw gate.Fail(attempt, FailureClassifier.OfException(attempt, e));
        }

        attempt.HeadersAt = clock.GetTimestamp();
        attempt.Status = (int)response.StatusCode;
        try
        {
            return await gate.JudgeAsync(attempt, response, cancellationToken);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
