using System.Collections.Frozen;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Prompts;
using LlmProxy.Core.Requests;
using LlmProxy.Exchange;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Experiments;

namespace LlmProxy.Prompts.Requests;

/// <summary>Chooses what a request is put under, and checks that it can be.</summary>
/// <remarks>
/// A route's prompt is the operator's word: a caller may name the same one, and nothing else. Otherwise a caller names one, in any of three
/// places, which must not contradict each other. A version that is named holds; else an experiment or rollout decides, else the live one is taken.
/// </remarks>
internal sealed class PromptChooser(IPromptCatalogue prompts, IExperiments experiments)
{
    private const string OfRoute = "Llm:Prompt";

    /// <summary>What the request is put under; <c>null</c>: nothing.</summary>
    /// <exception cref="LlmException">400: prompt, version or variables are not right. 403: its model is not for the key. 503: the route's own prompt is not right.</exception>
    public PromptUse? Choose(LlmExchange exchange, LlmRequest request)
    {
        var caller = CallerPrompt.Of(exchange, request);
        if (caller is null && exchange.Route.Prompt is null)
            return experiments.Concerns(exchange) ? WithoutPrompt(exchange) : null;
        var route = Route(exchange);
        var named = caller?.Named(prompts);
        if (route is not null && named is not null && (route.With(named) is not { } both || both.Version != route.Version))
            throw PromptRefusals.Fixed(named, route);
        if ((route ?? named) is not { } prompt)
            return experiments.Concerns(exchange) ? WithoutPrompt(exchange) : null;
        var asset = prompts.Find(prompt.Name) ?? throw (route is null ? PromptRefusals.NotFound(prompt) : PromptRefusals.Gone(route));
        var choice = prompt.Version is null ? experiments.Choose(exchange, asset) : ExperimentChoice.None;
        var template = choice.Template ?? Version(asset, prompt, isRoutes: route is not null);
        return Use(exchange, request, caller, asset, template, choice, prompt.Version is not null || IsWished(choice), route is null ? FrozenDictionary<string, string>.Empty : exchange.Route.PromptVariables);
    }

    private static NamedPrompt? Route(LlmExchange exchange)
    {
        if (exchange.Route.Prompt is not { } word)
            return null;
        return PromptId.TryRead(word, out var name, out var version) ? new(name, version, OfRoute) : throw PromptRefusals.Gone(new(word, null, OfRoute));
    }

    private static PromptTemplate Version(PromptAsset asset, NamedPrompt prompt, bool isRoutes)
    {
        if (prompt.Version is not { } version)
            return asset.Live;
        return asset.Find(version) ?? throw (isRoutes ? PromptRefusals.Gone(prompt) : PromptRefusals.NoVersion(prompt, asset));
    }

    /// <summary>An experiment of models or parameters alone.</summary>
    private PromptUse? WithoutPrompt(LlmExchange exchange)
    {
        var choice = experiments.Choose(exchange, null);
        return choice.Assignments.Count == 0 ? null : new PromptUse
        {
            Settings = choice.Settings,
            Assignments = choice.Assignments,
            Shadow = choice.Shadow is { } shadow ? new(new() { IsShadow = true, Settings = shadow.Settings, Assignments = shadow.OnlyDrawn }) : null,
        };
    }

    // A control that nobody has drawn is that of callers who cannot be known again.
    private static bool IsWished(in ExperimentChoice choice)
    {
        foreach (var assignment in choice.Assignments)
        {
            if (assignment is { IsDrawn: false, IsControl: false })
                return true;
        }

        return false;
    }

    private static PromptUse Use(
        LlmExchange exchange, LlmRequest request, CallerPrompt? caller, PromptAsset asset, PromptTemplate template, in ExperimentChoice choice, bool isNamed, IReadOnlyDictionary<string, string> given)
    {
        var settings = template.Settings.With(choice.Settings);
        var variables = caller?.Variables() ?? default;
        PromptValues values;
        try
        {
            if (settings.Model is { } model && !exchange.Caller.Scopes.AllowsModel(model))
                throw PromptRefusals.Model(template.Name);
            values = Bind(asset, template, variables, given);
        }
        catch (LlmException)
        {
            // It has failed under this version, which is told and counted.
            exchange.Prompt = new PromptUse { Template = template, Settings = settings, Assignments = choice.Assignments, IsNamed = isNamed, IsRefused = true };
            throw;
        }

        return new PromptUse
        {
            Template = template,
            Values = values,
            ValuesOf = request,
            Settings = settings,
            Given = given,
            Assignments = choice.Assignments,
            IsNamed = isNamed,
            TakesPrompt = caller is { TakesPrompt: true },
            TakesMetadata = caller is { TakesMetadata: true },
            Bytes = values.LengthIn(template),
            Shadow = choice.Shadow is { } shadow ? Shadow(shadow, caller, asset, variables, given) : null,
        };
    }

    /// <summary>What the copy for a shadow variant is put under; <c>null</c>: the caller does not say the variables that its version needs.</summary>
    private static ShadowUse? Shadow(
        VariantModel shadow, CallerPrompt? caller, PromptAsset asset, ReadOnlyMemory<byte> variables, IReadOnlyDictionary<string, string> given)
    {
        var template = shadow.Version is { } version ? asset.Find(version)! : asset.Live;
        var problems = new List<PromptProblem>();
        var bytes = PromptBinder.Bind(template, variables, given, problems).LengthIn(template);
        return problems.Exists(problem => problem.Kind != PromptProblemKind.Unknown) ? null : new(new PromptUse
        {
            IsShadow = true,
            Template = template,
            Settings = template.Settings.With(shadow.Settings),
            Given = given,
            Assignments = shadow.OnlyDrawn,
            TakesPrompt = caller is { TakesPrompt: true },
            TakesMetadata = caller is { TakesMetadata: true },
            Bytes = bytes,
        });
    }

    private static PromptValues Bind(PromptAsset asset, PromptTemplate template, ReadOnlyMemory<byte> variables, IReadOnlyDictionary<string, string> given)
    {
        if (template.Variables.Count == 0 && variables.IsEmpty)
            return PromptValues.None;
        var problems = new List<PromptProblem>();
        var values = PromptBinder.Bind(template, variables, given, problems);
        if (problems.Count == 0)
            return values;
        // Callers must be able to say what the next version wants while this one still answers.
        problems.RemoveAll(problem => problem.Kind == PromptProblemKind.Unknown
            && asset.Versions.Any(version => version.Variables.Any(variable => variable.Name == problem.Name)));
        if (problems.Count == 0)
            return values;
        foreach (var problem in problems)
        {
            if (problem.Kind == PromptProblemKind.WrongOfRoute)
                throw PromptRefusals.WrongOfRoute(problem);
        }

        throw PromptRefusals.Variables(template.Name, problems);
    }
}
