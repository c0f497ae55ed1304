using LlmProxy.Host.Access;
using LlmProxy.Host.Cors;
using LlmProxy.Host.Prompts.Experiments;
using LlmProxy.Host.Startup;
using LlmProxy.Host.Telemetry;

namespace LlmProxy.Host.Prompts.Quality;

/// <summary>Maps what tells how versions of prompts do, and what follows from it.</summary>
internal static class PromptQualityExtensions
{
    /// <summary>Maps feedback for callers, the rest for whoever has the admin key.</summary>
    public static void MapPromptQuality(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPost("/v1/feedback", FeedbackEndpoint.InvokeAsync).WithoutTrace().WithMetadata(new CallerEndpoint());
        // No other method of it is a provider's; a browser asks with OPTIONS whether its page may call.
        endpoints.Map("/v1/feedback/{**rest}", NotFound.AnswerAsync).WithoutTrace().WithMetadata(new CallerEndpoint());
        endpoints.MapGet("/v1/prompts/{name}/metrics", PromptMetricsEndpoint.PromptAsync).WithoutTrace().RequireAdmin();
        endpoints.MapGet("/v1/experiments", ExperimentsEndpoint.ListAsync).WithoutTrace().RequireAdmin();
        endpoints.MapGet("/v1/experiments/{name}", ExperimentsEndpoint.ShowAsync).WithoutTrace().RequireAdmin();
        endpoints.MapPost("/v1/experiments/{name}/resume", ResumeEndpoint.InvokeAsync).WithoutTrace().RequireAdmin();
        // A mistyped path or method must not become a request to a provider, which would get the admin key.
        endpoints.Map("/v1/experiments/{**rest}", NotFound.AnswerAsync).WithoutTrace();
        endpoints.MapGet("/v1/experiments/{name}/metrics", PromptMetricsEndpoint.ExperimentAsync).WithoutTrace().RequireAdmin();
        endpoints.MapPost("/v1/prompts/{name}/rollout", RolloutEndpoint.StartAsync).WithoutTrace().RequireAdmin();
        endpoints.MapGet("/v1/prompts/{name}/rollout", RolloutEndpoint.ShowAsync).WithoutTrace().RequireAdmin();
        endpoints.MapDelete("/v1/prompts/{name}/rollout", RolloutEndpoint.StopAsync).WithoutTrace().RequireAdmin();
    }
}
