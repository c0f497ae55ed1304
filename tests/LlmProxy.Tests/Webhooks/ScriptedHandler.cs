using System.Net;

namespace LlmProxy.Tests.Webhooks;

/// <summary>Receivers that answer as a test says, and keep what they were sent.</summary>
internal sealed class ScriptedHandler : HttpMessageHandler
{
    /// <summary>What is answered; by default 204.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage> Answer { get; set; } = _ => new(HttpStatusCode.NoContent);

    public List<Sent> Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Requests.Add(new(
            request.RequestUri!.Host, One(request, "webhook-id"), One(request, "webhook-timestamp"), One(request, "webhook-signature"),
            request.Content!.Headers.ContentType!.ToString(), await request.Content.ReadAsStringAsync(cancellationToken)));
        return Answer(request);
    }

    private static string One(HttpRequestMessage request, string header) => Assert.Single(request.Headers.GetValues(header));

    internal sealed record Sent(string Host, string Id, string Timestamp, string Signature, string ContentType, string Body);
}
