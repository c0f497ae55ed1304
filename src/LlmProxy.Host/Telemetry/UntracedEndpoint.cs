using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace LlmProxy.Host.Telemetry;

/// <summary>Keeps probes and scrapes out of the traces, which they would drown.</summary>
internal static class UntracedEndpoint
{
    /// <summary>Has the server span of each request to these endpoints dropped.</summary>
    public static TBuilder WithoutTrace<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoints.Finally(static endpoint =>
        {
            if (endpoint.RequestDelegate is not { } next) return;
            endpoint.RequestDelegate = context =>
            {
                Drop(context.Features.Get<IHttpActivityFeature>()?.Activity);
                return next(context);
            };
        });
        return endpoints;
    }

    internal static void Drop(Activity? span)
    {
        if (span is null) return;
        span.IsAllDataRequested = false;
        span.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
