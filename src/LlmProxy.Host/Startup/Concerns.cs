using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http.Features;

namespace LlmProxy.Host.Startup;

/// <summary>Which requests concern steps of the framework that make objects for each request, whether they have to do with it or not.</summary>
internal static class Concerns
{
    /// <summary>Whether a request wants to leave HTTP, which may be for a WebSocket.</summary>
    public static bool WebSockets(HttpContext context) =>
        context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true }
        || context.Features.Get<IHttpExtendedConnectFeature>() is { IsExtendedConnect: true };

    /// <summary>Whether a request is a page's of another origin, or its endpoint insists on the step (<c>CorsPolicy</c> of a route of YARP's). After routing.</summary>
    /// <remarks>The step takes its policy from a scope of services, which is made for nothing else.</remarks>
    public static bool Cors(HttpContext context) =>
        context.Request.Headers.Origin.Count > 0 || context.GetEndpoint()?.Metadata.GetMetadata<ICorsMetadata>() is not null;
}
