using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Host.Startup;
using LlmProxy.Tenancy;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Host.Access;

/// <summary>While no caller needs a key, only programs of this machine may call: pages of the web are refused.</summary>
/// <remarks>Whoever sets <c>AllowAnonymous</c> has said that anybody may come.</remarks>
internal sealed class OpenGatewayMiddleware(RequestDelegate next, LlmConfigState configuration, ICallerSource callers)
{
    internal static readonly LlmError Refusal = new(
        StatusCodes.Status403Forbidden,
        LlmErrorTypes.Permission,
        "No caller needs a key here, so requests of web pages on other hosts are refused, by their Origin or Host. "
            + "Call by a loopback name, or set LlmProxy:AllowAnonymous to true if anybody may call.",
        "foreign_page") { ShouldRetry = false };

    public Task Invoke(HttpContext context) =>
        !callers.NeedsKey && configuration.Current.Proxy is { AllowAnonymous: false } proxy && IsProxied(context)
            && ForeignPage.Sent(context.Request, proxy.Cors.Origins)
            ? ErrorAnswer.WriteAsync(context, Refusal)
            : next(context);

    private static bool IsProxied(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>() is not null;
}
