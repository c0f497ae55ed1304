using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Forwarder;

namespace LlmProxy.Exchange.Detached;

/// <summary>Copies the head of a flight's answer. The route's transforms have been at it in the flight, so that they are not asked again.</summary>
internal sealed class FlightTransformer : HttpTransformer
{
    public override ValueTask TransformRequestAsync(
        HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
    {
        // Nothing is sent: neither the caller's headers nor its body, which nobody asks for, are of use.
        proxyRequest.RequestUri = new Uri(destinationPrefix);
        proxyRequest.Options.Set(FlightHandler.OpeningKey, Opening(httpContext));
        return default;
    }

    public override ValueTask<bool> TransformResponseAsync(
        HttpContext httpContext, HttpResponseMessage? proxyResponse, CancellationToken cancellationToken)
    {
        if (proxyResponse is null)
            return new(true);
        var headers = httpContext.Response.Headers;
        // What was written anew says itself what it is; the flight's own bytes are what the provider said.
        var isAnew = proxyResponse.Content is not (FlightContent or DeliveryContent);
        var rewrites = isAnew || proxyResponse.Content is DeliveryContent { Rewrites: true };
        if (Opening(httpContext).Headers is { } head)
        {
            foreach (var (name, values) in head.Headers)
            {
                if (!(rewrites && ResponseHeaderRules.TellsOfBytes(name)) && !(isAnew && name.Equals(HeaderNames.ContentType, StringComparison.OrdinalIgnoreCase)))
                    headers[name] = values;
            }
        }

        if (isAnew)
        {
            foreach (var header in proxyResponse.Content.Headers.NonValidated)
                headers[header.Key] = header.Value.ToString();
        }

        return new(true);
    }

    public override ValueTask TransformResponseTrailersAsync(
        HttpContext httpContext, HttpResponseMessage proxyResponse, CancellationToken cancellationToken) => default;

    private static FlightOpening Opening(HttpContext context) =>
        context.Features.Get<FlightOpening>() ?? throw new InvalidOperationException("Only flights are delivered here.");
}
