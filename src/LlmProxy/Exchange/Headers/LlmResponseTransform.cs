using System.Net.Http.Headers;
using LlmProxy.Exchange.Delivery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace LlmProxy.Exchange.Headers;

/// <summary>Copies the headers of a provider's answer that may reach the caller.</summary>
internal sealed class LlmResponseTransform : ResponseTransform
{
    public override ValueTask ApplyAsync(ResponseTransformContext context)
    {
        if (context.ProxyResponse is not { } answer || LlmExchange.Of(context.HttpContext) is not { } exchange)
            return default;
        // Nothing of a failed attempt may be seen.
        if (exchange.Attempt is { Failure: not null })
        {
            context.SuppressResponseBody = true;
            return default;
        }

        var headers = context.HttpContext.Response.Headers;
        Copy(answer.Headers, headers, rewritten: false);
        RemoveNamed(answer.Headers, headers);
        if (answer.Content is DeliveryContent delivery)
            Copy(delivery.ProviderHeaders, headers, delivery.Rewrites);
        else
            Copy(answer.Content.Headers, headers, rewritten: false);
        if (UpstreamRequestId(answer.Headers) is { Count: > 0 } id && HeaderText.CanBeSent(id))
            headers[LlmHeaderNames.UpstreamRequestId] = id;
        // Those too whose events nobody here reads, such as an image's.
        if (headers.ContentType.ToString().StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase))
            KeepUnbuffered(headers);
        return default;
    }

    private static void Copy(HttpHeaders from, IHeaderDictionary to, bool rewritten)
    {
        foreach (var header in from.NonValidated)
        {
            if (!ResponseHeaderRules.Passes(header.Key) || (rewritten && ResponseHeaderRules.TellsOfBytes(header.Key)))
                continue;
            var values = Values(header.Value);
            if (HeaderText.CanBeSent(values))
                to.Append(header.Key, values);
        }
    }

    /// <summary>What <c>Connection</c> names is of the provider's connection only (RFC 9110 §7.6.1).</summary>
    private static void RemoveNamed(HttpResponseHeaders from, IHeaderDictionary to)
    {
        if (!from.NonValidated.TryGetValues(HeaderNames.Connection, out var named))
            return;
        foreach (var name in named.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            to.Remove(name);
    }

    private static StringValues Values(HeaderStringValues values)
    {
        if (values.Count <= 1)
            return values.ToString();
        var all = new string[values.Count];
        var i = 0;
        foreach (var value in values)
            all[i++] = value;
        return all;
    }

    private static StringValues UpstreamRequestId(HttpResponseHeaders headers)
    {
        if (headers.NonValidated.TryGetValues("x-request-id", out var id) || headers.NonValidated.TryGetValues("request-id", out id))
            return Values(id);
        return default;
    }

    /// <summary>A proxy between this and the client must hand each event on as it comes.</summary>
    private static void KeepUnbuffered(IHeaderDictionary headers)
    {
        headers["X-Accel-Buffering"] = "no";
        headers[HeaderNames.CacheControl] = "no-cache";
    }
}
