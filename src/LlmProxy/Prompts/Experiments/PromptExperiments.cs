using LlmProxy.Core.Prompts;
using LlmProxy.Exchange;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Experiments.Gates;
using LlmProxy.Routing;

namespace LlmProxy.Prompts.Experiments;

/// <summary>Assigns requests to the variants of experiments, and to versions that are rolled out.</summary>
internal sealed class PromptExperiments(StoredObjects objects, MissingVersions missing, VariantStops stops) : IExperiments
{
    /// <inheritdoc/>
    public bool Concerns(LlmExchange exchange) => exchange.Route.Proxy.Experiments.ConcernsPromptless && ExperimentRules.IsQuestion(exchange);

    /// <inheritdoc/>
    public ExperimentChoice Choose(LlmExchange exchange, PromptAsset? prompt)
    {
        var experiments = exchange.Route.Proxy.Experiments;
        if (experiments.Enabled.Length == 0 || !ExperimentRules.IsQuestion(exchange))
            return Rollout(exchange, prompt) is { } candidate ? ExperimentChoice.None with { Template = candidate } : ExperimentChoice.None;
        var wished = ExperimentWish.Of(exchange, experiments);
        var unit = ExperimentUnits.Of(exchange);
        var chosen = default(ChosenVariants);
        foreach (var experiment in experiments.Enabled)
        {
            if ((chosen.Varied & experiment.Varies) != 0 || !ExperimentRules.Concerns(experiment, exchange, prompt?.Name) || missing.Any(experiment, prompt)
                || stops.IsOver(experiment))
                continue;
            if (Pick(experiment, exchange, prompt, unit, wished, out var isDrawn) is { } variant)
                chosen.Add(experiment, variant, prompt, isDrawn);
        }

        var choice = chosen.ToChoice(chosen.Varied.HasFlag(VariedThings.Version) ? null : Rollout(exchange, prompt));
        if (choice.Assignments.Count > 0)
            exchange.Tags = [.. exchange.Tags, .. choice.Assignments.Select(assignment => assignment.Label)];
        return choice;
    }

    /// <summary>The version that is rolled out, where the request is in its part; <c>null</c>: it is not, or none is.</summary>
    /// <remarks>A caller who cannot be known again is drawn anew with each request: were there no others, the rollout would never go on.</remarks>
    private PromptTemplate? Rollout(LlmExchange exchange, PromptAsset? prompt)
    {
        if (prompt is not { Candidate: { } candidate, CandidateShare: > 0 } || !ExperimentRules.CanGet(candidate, exchange) || !ExperimentRules.Reaches(candidate, exchange, objects))
            return null;
        if (prompt.CandidateShare >= Buckets.Count)
            return candidate;
        var unit = ExperimentUnits.Of(exchange);
        if (unit.IsNone)
            unit = ExperimentUnit.Request(exchange.RequestId);
        return RolloutBucket(candidate.Id, exchange.Caller.Tenant, unit) < prompt.CandidateShare ? candidate : null;
    }

    /// <summary>Hashed as <c>rollout:NAME@VERSION</c>: no experiment's name has a colon, so it is independent of all of them.</summary>
    internal static int RolloutBucket(PromptId candidate, string? tenant, in ExperimentUnit unit)
    {
        // A name has 64 characters at most, and a version 32.
        Span<char> name = stackalloc char[128];
        name.TryWrite($"rollout:{candidate.Name}@{candidate.Version}", out var length);
        return Buckets.Of(name[..length], tenant, unit);
    }

    private VariantModel? Pick(
        ExperimentModel experiment, LlmExchange exchange, PromptAsset? prompt, in ExperimentUnit unit, IReadOnlyList<Assignment>? wished, out bool isDrawn)
    {
        isDrawn = false;
        // Who tries a variant out may try one that is stopped.
        if (Wished(experiment, wished) is { } chosen)
            return IfPossible(chosen, exchange, prompt);
        if (Overridden(experiment, exchange) is { } given)
            return IfPossible(stops.Answering(experiment, given), exchange, prompt);
        if (unit.IsNone || !ExperimentRules.CanGetAll(experiment, exchange, prompt))
            return experiment.Group is null ? IfPossible(experiment.Control, exchange, prompt) : null;
        if (experiment.Draw(exchange.Caller.Tenant, unit) is not { } drawn)
            return null;
        // Whoever has had a variant that is stopped is no caller of the control that it could be compared by.
        var answering = stops.Answering(experiment, drawn);
        isDrawn = answering == drawn;
        return IfPossible(answering, exchange, prompt);
    }

    private VariantModel? IfPossible(VariantModel variant, LlmExchange exchange, PromptAsset? prompt) =>
        ExperimentRules.CanGet(variant, exchange, prompt) && ExperimentRules.Reaches(variant, exchange, prompt, objects) ? variant : null;

    private static VariantModel? Wished(ExperimentModel experiment, IReadOnlyList<Assignment>? wished)
    {
        if (wished is null)
            return null;
        foreach (var wish in wished)
        {
            if (wish.Experiment == experiment.Name)
                return experiment.Find(wish.Variant);
        }

        return null;
    }

    private static VariantModel? Overridden(ExperimentModel experiment, LlmExchange exchange)
    {
        if (experiment.Overrides.Count == 0)
            return null;
        if (exchange.User is { } user)
        {
            // The name of one tenant's user goes before a name that all tenants may have.
            if (exchange.Caller.Tenant is { } tenant && experiment.Overrides.TryGetValue($"{tenant}/{user}", out var ofTenants))
                return ofTenants;
            if (experiment.Overrides.TryGetValue(user, out var ofUser))
                return ofUser;
        }

        return exchange.Caller.KeyId is { } key && experiment.Overrides.TryGetValue(key, out var ofKey) ? ofKey : null;
    }
}
