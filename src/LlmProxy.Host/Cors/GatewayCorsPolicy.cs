using LlmProxy.Configuration;
using LlmProxy.Exchange.Headers;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;
using Yarp.ReverseProxy.Model;
using PageOptions = LlmProxy.Tenancy.Settings.CorsOptions;

namespace LlmProxy.Host.Cors;

/// <summary>Lets scripts of the declared origins call, and read what the gateway says in headers. Cookies never count, so no credentials are allowed.</summary>
/// <param name="configuration">Gives what is in force; asked for each request of a browser, so that a reload takes effect.</param>
/// <param name="named">The policies that YARP's routes may name.</param>
internal sealed class GatewayCorsPolicy(LlmConfigState configuration, IOptions<CorsOptions> named) : ICorsPolicyProvider
{
    /// <summary>The response headers that scripts may read.</summary>
    private static readonly string[] Exposed =
    [
        LlmHeaderNames.RequestId, LlmHeaderNames.CallerRequestId, LlmHeaderNames.UpstreamRequestId, LlmHeaderNames.Model, LlmHeaderNames.Cluster,
        LlmHeaderNames.Attempts, LlmHeaderNames.Dropped, LlmHeaderNames.LastResort, LlmHeaderNames.ShouldRetry, "x-llmproxy-cost-usd", "x-llmproxy-cache",
        "x-llmproxy-similarity", "x-llmproxy-guardrails", LlmHeaderNames.Prompt, LlmHeaderNames.Experiment, "x-llmproxy-downgraded", "retry-after", "retry-after-ms",
        "x-ratelimit-limit-requests", "x-ratelimit-remaining-requests", "x-ratelimit-reset-requests",
        "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens",
    ];

    private Built? _built;

    /// <inheritdoc/>
    public Task<CorsPolicy?> GetPolicyAsync(HttpContext context, string? policyName)
    {
        if (policyName is not null)
            return Task.FromResult(named.Value.GetPolicy(policyName));
        var settings = configuration.Current.Proxy.Cors;
        // The gateway's own state is not for pages.
        if (settings.Origins.Count == 0 || !IsForCallers(context))
            return Task.FromResult<CorsPolicy?>(null);
        var built = Volatile.Read(ref _built);
        if (built is null || !ReferenceEquals(built.Settings, settings))
            Volatile.Write(ref _built, built = new(settings, Build(settings)));
        return Task.FromResult<CorsPolicy?>(built.Policy);
    }

    private static bool IsForCallers(HttpContext context) =>
        context.GetEndpoint()?.Metadata is { } metadata && (metadata.GetMetadata<RouteModel>() is not null || metadata.GetMetadata<CallerEndpoint>() is not null);

    private static CorsPolicy Build(PageOptions settings) => new CorsPolicyBuilder([.. settings.Origins])
        .AllowAnyHeader()
        .AllowAnyMethod()
        .WithExposedHeaders(Exposed)
        .SetPreflightMaxAge(settings.MaxAge)
        .Build();

    private sealed record Built(PageOptions Settings, CorsPolicy Policy);
}
