using LlmProxy.Core.Prompts;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Routing;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Prompts.Experiments;

/// <summary>Says which requests an experiment concerns, and who can be in it.</summary>
internal static class ExperimentRules
{
    /// <summary>Whether a request is a question to a model, in words: no other can be in an experiment.</summary>
    public static bool IsQuestion(LlmExchange exchange) =>
        exchange.Request is not null && HttpMethods.IsPost(exchange.Context.Request.Method)
        && exchange.Path.Endpoint is LlmEndpoint.ChatCompletions or LlmEndpoint.Responses or LlmEndpoint.Messages or LlmEndpoint.Completions;

    /// <summary>Whether an experiment concerns a question.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="exchange">The question.</param>
    /// <param name="prompt">The name of its prompt; <c>null</c>: it has none.</param>
    public static bool Concerns(ExperimentModel experiment, LlmExchange exchange, string? prompt)
    {
        if (experiment.Prompt is { } named && named != prompt)
            return false;
        // Who wants no other model than the one that is asked for means this too.
        if (exchange.StaysAtTarget && experiment.Varies.HasFlag(VariedThings.Model))
            return false;
        return (experiment.Routes.Count == 0 || experiment.Routes.Contains(exchange.Route.RouteId, StringComparer.OrdinalIgnoreCase))
            && (experiment.Models.Count == 0 || Matches(experiment, exchange.Model));
    }

    /// <summary>Whether a caller can get every variant: else who gets one would depend on more than chance.</summary>
    public static bool CanGetAll(ExperimentModel experiment, LlmExchange exchange, PromptAsset? prompt)
    {
        foreach (var variant in experiment.Variants)
        {
            if (!CanGet(variant, exchange, prompt))
                return false;
        }

        return true;
    }

    /// <summary>Whether a caller can get a variant: its model is within the key's scopes, and there is a cluster for it here.</summary>
    public static bool CanGet(VariantModel variant, LlmExchange exchange, PromptAsset? prompt) => CanGet(ModelOf(variant, prompt), exchange);

    /// <summary>Whether a caller can get a version that is rolled out.</summary>
    public static bool CanGet(PromptTemplate version, LlmExchange exchange) => CanGet(version.Settings.Model, exchange);

    /// <summary>Whether a request can be answered by a variant's model: what it names must be kept by that model's cluster.</summary>
    public static bool Reaches(VariantModel variant, LlmExchange exchange, PromptAsset? prompt, StoredObjects objects) => Reaches(ModelOf(variant, prompt), exchange, objects);

    /// <summary>Whether a request can be answered by a version's model.</summary>
    public static bool Reaches(PromptTemplate version, LlmExchange exchange, StoredObjects objects) => Reaches(version.Settings.Model, exchange, objects);

    private static bool Reaches(string? named, LlmExchange exchange, StoredObjects objects) =>
        exchange.Request?.StoredObjectId is not { } id || named is not { } model || objects.Find(id) is not { } kept
        || exchange.Route.Router.Pick(model).Cluster?.ClusterId == kept.ClusterId;

    private static bool CanGet(string? model, LlmExchange exchange) =>
        model is null || (exchange.Caller.Scopes.AllowsModel(model) && exchange.Route.Router.Pick(model).Cluster is not null);

    /// <summary>The model that a variant says, itself or by its version; <c>null</c>: the caller's.</summary>
    private static string? ModelOf(VariantModel variant, PromptAsset? prompt) =>
        variant.Settings.Model ?? (variant.Version is { } version ? prompt?.Find(version) : prompt?.Live)?.Settings.Model;

    private static bool Matches(ExperimentModel experiment, string? model)
    {
        if (model is null)
            return false;
        foreach (var pattern in experiment.Models)
        {
            if (pattern.Matches(model))
                return true;
        }

        return false;
    }
}
