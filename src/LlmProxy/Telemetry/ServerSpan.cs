using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LlmProxy.Telemetry;

/// <summary>Completes the server span, which ASP.NET Core 10 starts with neither a route nor a status. None of it throws.</summary>
internal static class ServerSpan
{
    /// <summary>Names the span after method and path.</summary>
    /// <param name="context">The request.</param>
    /// <param name="route">The path of the endpoint with placeholders for ids, from a closed set.</param>
    public static void SetRoute(HttpContext context, string route)
    {
        try
        {
            if (Recorded(context) is not { } span) return;
            span.DisplayName = $"{context.Request.Method} {route}";
            span.SetTag(TagNames.HttpRoute, route);
        }
        catch (Exception e)
        {
            SpanGuard.Report(e);
        }
    }

    /// <summary>Tells how the request ended.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status that was sent; 0 when none was.</param>
    /// <param name="error">What went wrong, from a closed set; <c>null</c> when nothing did.</param>
    /// <remarks>A 4xx is no error of the server, by the HTTP conventions; a stream that broke after a 200 is.</remarks>
    public static void SetStatus(HttpContext context, int status, string? error)
    {
        try
        {
            if (Recorded(context) is not { } span) return;
            if (status > 0) span.SetTag(TagNames.HttpStatus, status);
            if (error is null || status is >= 400 and < 500) return;
            span.SetTag(TagNames.ErrorType, error);
            span.SetStatus(ActivityStatusCode.Error);
        }
        catch (Exception e)
        {
            SpanGuard.Report(e);
        }
    }

    private static Activity? Recorded(HttpContext context) =>
        context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span ? span : null;
}
