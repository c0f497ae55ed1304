using System.Text;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Support;

/// <summary>What a provider was sent.</summary>
internal sealed record ReceivedRequest(string Method, string Path, string Query, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>A header's value, or <c>null</c>.</summary>
    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public static async Task<ReceivedRequest> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        if (!context.WebSockets.IsWebSocketRequest)
            await context.Request.Body.CopyToAsync(body);
        var headers = context.Request.Headers.ToDictionary(
            header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        // The raw target: what stands on the wire, not what the server decodes.
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        var question = target.IndexOf('?', StringComparison.Ordinal);
        return new ReceivedRequest(
            context.Request.Method, question < 0 ? target : target[..question], question < 0 ? "" : target[question..], headers, body.ToArray());
    }
}
