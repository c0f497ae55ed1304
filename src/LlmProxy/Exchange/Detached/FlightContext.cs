using LlmProxy.Exchange.Headers;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Exchange.Detached;

/// <summary>Makes the context in which a flight runs: the request as it was, with a response and a life of its own.</summary>
internal static class FlightContext
{
    private static readonly string[] Credentials =
        [HeaderNames.Authorization, "x-api-key", "api-key", HeaderNames.Cookie, HeaderNames.ProxyAuthorization];

    /// <summary>Copies a request.</summary>
    /// <param name="parent">The request's own context; not touched after this returns.</param>
    /// <param name="response">Takes the answer.</param>
    /// <param name="lifetime">Ends the flight.</param>
    /// <param name="options">
    /// Whether the provider gets the request a second time by this: then the caller's idempotency key, by which a provider would take both for
    /// one, does not go along, nor with an extra the caller's credential.
    /// </param>
    public static HttpContext Create(HttpContext parent, FlightResponse response, FlightLifetime lifetime, FlightOptions options)
    {
        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(Copy(parent, options.IsExtra, options.IsRepeat));
        features.Set<IHttpResponseFeature>(response);
        features.Set<IHttpResponseBodyFeature>(response);
        features.Set<IHttpRequestLifetimeFeature>(lifetime);
        features.Set<IHttpConnectionFeature>(Copy(parent.Connection));
        var context = new DefaultHttpContext(features) { ServiceScopeFactory = parent.RequestServices.GetRequiredService<IServiceScopeFactory>() };
        var endpoint = parent.GetEndpoint();
        context.SetEndpoint(endpoint);
        context.Request.RouteValues = new(parent.Request.RouteValues);
        features.Set<IReverseProxyFeature>(Proxy(endpoint?.Metadata.GetMetadata<RouteModel>() ?? parent.GetReverseProxyFeature().Route));
        return context;
    }

    private static HttpRequestFeature Copy(HttpContext parent, bool isExtra, bool isRepeat)
    {
        var request = parent.Request;
        var headers = new HeaderDictionary(request.Headers.Count);
        foreach (var (name, values) in request.Headers)
            headers[name] = values;
        if (isExtra)
        {
            foreach (var name in Credentials)
                headers.Remove(name);
        }

        if (isExtra || isRepeat)
            headers.Remove("Idempotency-Key");

        return new HttpRequestFeature
        {
            Protocol = request.Protocol,
            Scheme = request.Scheme,
            Method = request.Method,
            PathBase = request.PathBase.Value ?? "",
            Path = request.Path.Value ?? "",
            QueryString = isExtra ? WithoutKey(request) : request.QueryString.Value ?? "",
            RawTarget = isExtra ? "" : parent.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "",
            Headers = headers,
            Body = Stream.Null,
        };
    }

    private static string WithoutKey(HttpRequest request) => request.Query.ContainsKey(CallerCredential.QueryName)
        ? QueryString.Create(request.Query.Where(parameter => !parameter.Key.Equals(CallerCredential.QueryName, StringComparison.OrdinalIgnoreCase))).Value ?? ""
        : request.QueryString.Value ?? "";

    private static HttpConnectionFeature Copy(ConnectionInfo connection) => new()
    {
        ConnectionId = connection.Id,
        LocalIpAddress = connection.LocalIpAddress,
        LocalPort = connection.LocalPort,
        RemoteIpAddress = connection.RemoteIpAddress,
        RemotePort = connection.RemotePort,
    };

    /// <summary>What YARP's own first step makes for a request.</summary>
    private static ReverseProxyFeature Proxy(RouteModel route)
    {
        var cluster = route.Cluster ?? throw new InvalidOperationException($"Route '{route.Config.RouteId}' has no cluster.");
        var destinations = cluster.DestinationsState;
        return new ReverseProxyFeature
        {
            Route = route,
            Cluster = cluster.Model,
            AllDestinations = destinations.AllDestinations,
            AvailableDestinations = destinations.AvailableDestinations,
        };
    }
}
