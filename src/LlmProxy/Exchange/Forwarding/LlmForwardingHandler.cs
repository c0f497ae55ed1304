using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Headers;

namespace LlmProxy.Exchange.Forwarding;

/// <summary>The innermost step: puts the prepared body in, and judges the answer before YARP has copied anything of it.</summary>
/// <remarks>
/// The body is swapped here and not in a transform, which newer versions of YARP forbid; it also makes head and body one
/// write. An exception that leaves here counts for YARP as a failed request: it answers 502 and tells passive health.
/// </remarks>
internal sealed class LlmForwardingHandler(HttpMessageHandler inner, AnswerDelivery delivery, TimeProvider clock) : DelegatingHandler(inner)
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
        var response = await base.SendAsync(request, cancellationToken);
        attempt.HeadersAt = clock.GetTimestamp();
        attempt.Status = (int)response.StatusCode;
        try
        {
            await delivery.PrepareAsync(attempt, response, cancellationToken);
        }
        catch
        {
            response.Dispose();
            throw;
        }

        return response;
    }
}
