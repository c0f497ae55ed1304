using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using LlmProxy.Telemetry;
using LlmProxy.Webhooks.Settings;

namespace LlmProxy.Webhooks;

/// <summary>Posts one delivery to its receiver.</summary>
/// <remarks>Redirects are not followed: the address is the operator's, and where it points no one else decides. Nothing of the answer is read but its head.</remarks>
internal sealed class WebhookSender(TimeProvider clock, HttpMessageHandler? handler = null) : IDisposable
{
    /// <summary>How long a receiver may take to answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker _client = new(handler ?? CreateHandler());

    /// <summary>Connections to receivers.</summary>
    internal static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        // A trace of the gateway's is no business of a receiver.
        ActivityHeadersPropagator = DistributedContextPropagator.CreateNoOutputPropagator(),
    };

    /// <summary>Posts it, signed with the receiver's secret.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled: the gateway stops.</exception>
    public async Task<DeliveryResult> SendAsync(WebhookModel receiver, OutboxItem item, CancellationToken cancellationToken)
    {
        using var request = Create(receiver, item);
        using var patience = new CancellationTokenSource(Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            using var response = await _client.SendAsync(request, either.Token);
            if (response.IsSuccessStatusCode)
                return DeliveryResult.Delivered;
            return new(WebhookMetrics.Refused, StatusText.Of((int)response.StatusCode), RetryAfter(response));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(WebhookMetrics.Failed, "timeout");
        }
        catch (HttpRequestException e)
        {
            return new(WebhookMetrics.Failed, e.HttpRequestError.ToString());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Create(WebhookModel receiver, OutboxItem item)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
        var key = WebhookSignature.KeyOf(receiver.Secret!.Reveal())!;
        var content = new ReadOnlyMemoryContent(item.Body);
        content.Headers.ContentType = new MediaTypeHeaderValue(item.IsUsage ? CloudEvents.Many : CloudEvents.One, "utf-8");
        var request = new HttpRequestMessage(HttpMethod.Post, receiver.Url) { Content = content };
        request.Headers.Add("webhook-id", item.Id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Of(key, item.Id, timestamp, item.Body.Span));
        request.Headers.UserAgent.ParseAdd("LlmProxy-Webhook/1.0");
        return request;
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };
}
