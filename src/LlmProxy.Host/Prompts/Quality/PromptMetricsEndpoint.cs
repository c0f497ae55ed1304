using LlmProxy.Core.Errors;
using LlmProxy.Host.Startup;
using LlmProxy.Host.Tenancy;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Quality;
using LlmProxy.Prompts.Rollouts;

namespace LlmProxy.Host.Prompts.Quality;

/// <summary>Answers <c>GET /v1/prompts/{name}/metrics</c> and <c>GET /v1/experiments/{name}/metrics</c>.</summary>
internal static class PromptMetricsEndpoint
{
    /// <summary>Writes the numbers of all versions of a prompt, each compared with the one before it; 404 where there is no such prompt.</summary>
    public static Task PromptAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var name = (string)context.Request.RouteValues["name"]!;
        if (services.GetRequiredService<IPromptCatalogue>().Find(name) is not { } prompt)
            return ErrorAnswer.WriteAsync(context, NotFound("prompt"));
        var stats = services.GetRequiredService<PromptStats>();
        var standing = services.GetRequiredService<PromptWatch>().Of(name);
        var data = new List<VersionView>();
        (string Version, PromptTally Tally)? before = null;
        foreach (var version in prompt.Versions)
        {
            var tally = stats.ReadAll(version.Id);
            data.Add(new(version.Id.Version, TallyView.Of(tally), before is { } former ? ComparisonView.Of(tally, former.Version, former.Tally) : null));
            before = (version.Id.Version, tally);
        }

        return AdminJson.WriteAsync(context, new PromptView(
            "prompt.metrics", name, prompt.Live.Id.Version, data, TrialView.Of(standing?.Trial, stats, name), standing?.TakenBack ?? [], standing?.LastReason));
    }

    /// <summary>Writes the numbers of all variants of an experiment; 404 where none has answered anything.</summary>
    public static Task ExperimentAsync(HttpContext context)
    {
        var name = (string)context.Request.RouteValues["name"]!;
        var variants = context.RequestServices.GetRequiredService<PromptStats>().ReadVariants(name);
        if (variants.Count == 0)
            return ErrorAnswer.WriteAsync(context, NotFound("experiment with answers"));
        var with = context.Request.Query["compare_to"].ToString();
        var other = variants.GetValueOrDefault(with);
        return AdminJson.WriteAsync(context, new ExperimentView("experiment.metrics", name,
        [
            .. variants.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => new VariantView(
                pair.Key, TallyView.Of(pair.Value), other is null || pair.Key == with ? null : ComparisonView.Of(pair.Value, with, other))),
        ]));
    }

    private static LlmError NotFound(string what) =>
        new(404, LlmErrorTypes.NotFound, $"There is no {what} of this name.", what.StartsWith("prompt", StringComparison.Ordinal) ? "prompt_not_found" : "experiment_not_found") { ShouldRetry = false };

    private sealed record PromptView(
        string Object, string Prompt, string Live, IReadOnlyList<VersionView> Data, TrialView? Trial, IReadOnlyList<string> TakenBack, string? LastReason);

    private sealed record VersionView(string Version, TallyView Metrics, ComparisonView? Compared);

    private sealed record ExperimentView(string Object, string Experiment, IReadOnlyList<VariantView> Data);

    private sealed record VariantView(string Variant, TallyView Metrics, ComparisonView? Compared);
}
