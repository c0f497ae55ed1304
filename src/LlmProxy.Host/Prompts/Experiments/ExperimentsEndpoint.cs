using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Host.Startup;
using LlmProxy.Host.Tenancy;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Experiments.Gates;

namespace LlmProxy.Host.Prompts.Experiments;

/// <summary>Answers <c>GET /v1/experiments</c> and <c>GET /v1/experiments/{name}</c>: the experiments of the configuration in force.</summary>
internal static class ExperimentsEndpoint
{
    /// <summary>Writes all, in the order of the configuration.</summary>
    public static Task ListAsync(HttpContext context)
    {
        var prompts = context.RequestServices.GetRequiredService<IPromptCatalogue>();
        var watch = context.RequestServices.GetRequiredService<VariantWatch>();
        return AdminJson.WriteAsync(context, new
        {
            Object = "list",
            Data = context.RequestServices.GetRequiredService<LlmConfigState>().Current.Proxy.Experiments.All.Select(experiment => ExperimentView.Of(experiment, prompts, watch)),
        });
    }

    /// <summary>Writes one; 404 where there is none of the name.</summary>
    public static Task ShowAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        if (context.RequestServices.GetRequiredService<LlmConfigState>().Current.Proxy.Experiments.Find(name) is not { } experiment)
            return ErrorAnswer.WriteAsync(context, new LlmError(404, LlmErrorTypes.NotFound, "There is no experiment of this name.", "experiment_not_found") { ShouldRetry = false });
        return AdminJson.WriteAsync(
            context,
            ExperimentView.Of(
                experiment, context.RequestServices.GetRequiredService<IPromptCatalogue>(), context.RequestServices.GetRequiredService<VariantWatch>()));
    }
}
