using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Host.Startup;

namespace LlmProxy.Host.Access;

/// <summary>Guards endpoints with <see cref="AdminAccess"/>.</summary>
internal static class AdminAccessExtensions
{
    /// <summary>Lets only those through whom <see cref="AdminAccess"/> does.</summary>
    /// <param name="endpoints">The endpoints.</param>
    /// <param name="open">Tells from the settings in force whether everybody may pass; <c>null</c>: never.</param>
    /// <remarks>It wraps the endpoint itself, so that no order of middleware can leave it open.</remarks>
    public static TBuilder RequireAdmin<TBuilder>(this TBuilder endpoints, Func<LlmAccessModel, bool>? open = null)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is { } next) endpoint.RequestDelegate = context => GuardAsync(context, next, open);
        });
        return endpoints;
    }

    private static Task GuardAsync(HttpContext context, RequestDelegate next, Func<LlmAccessModel, bool>? open)
    {
        var access = context.RequestServices.GetRequiredService<AdminAccess>();
        if (open?.Invoke(access.Settings) is true) return next(context);
        return access.Refuse(context) is { } error ? RefuseAsync(context, error) : next(context);
    }

    private static Task RefuseAsync(HttpContext context, LlmError error)
    {
        if (error.Status == StatusCodes.Status401Unauthorized) context.Response.Headers.WWWAuthenticate = "Bearer";
        return ErrorAnswer.WriteAsync(context, error);
    }
}
