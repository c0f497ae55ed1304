using System.Globalization;
using System.Net.Http.Headers;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Webhooks;

namespace LlmProxy.Guardrails.External;

/// <summary>Posts signed questions to services of the operator's own.</summary>
/// <remarks>As with the webhooks of events, redirects are not followed, and the signature is that of Standard Webhooks.</remarks>
internal sealed class GuardPost(TimeProvider clock, HttpMessageHandler? handler = null) : IDisposable
{
    /// <summary>Most bytes of an answer: 1 MiB.</summary>
    private const int MaxBytes = 1024 * 1024;

    private readonly HttpMessageInvoker _client = new(handler ?? WebhookSender.CreateHandler());

    /// <summary>Posts JSON, and reads the answer.</summary>
    /// <param name="url">Where to.</param>
    /// <param name="secret">What it is signed with.</param>
    /// <param name="id">The question's own id, which is signed, too.</param>
    /// <param name="body">The JSON.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="HttpRequestException">No answer came, one without success, or a longer one.</exception>
    public async Task<ReadOnlyMemory<byte>> AskAsync(Uri url, Secret secret, string id, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        var timestamp = clock.GetUtcNow().ToUnixTimeSeconds();
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("webhook-id", id);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Of(WebhookSignature.KeyOf(secret.Reveal())!, id, timestamp, body.Span));
        request.Headers.UserAgent.ParseAdd("LlmProxy-Guardrail/1.0");
        using var response = await _client.SendAsync(request, cancellation);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"Status {(int)response.StatusCode}.", null, response.StatusCode);
        await response.Content.LoadIntoBufferAsync(MaxBytes, cancellation);
        return await response.Content.ReadAsByteArrayAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();
}
