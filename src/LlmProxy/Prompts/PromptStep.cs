using LlmProxy.Exchange;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Experiments;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Prompts;

/// <summary>Chooses the version of a prompt that a request is put under, before a cluster is chosen: a version may name the model.</summary>
internal sealed class PromptStep(RequestDelegate next, IPromptCatalogue prompts, IExperiments experiments)
{
    public Task Invoke(HttpContext context)
    {
        if (LlmExchange.Of(context) is { } exchange)
            exchange.Prompt = Choose(exchange);
        return next(context);
    }

    private PromptUse? Choose(LlmExchange exchange)
    {
        var prompt = exchange.Route.Prompt is { } named ? prompts.Find(named) : null;
        if (prompt is null && !experiments.Concerns(exchange))
            return null;
        var choice = experiments.Choose(exchange, prompt);
        var template = choice.Template ?? prompt?.Live;
        return template is null && choice.Assignments.Count == 0 ? null : new PromptUse
        {
            Template = template,
            Settings = (template?.Settings ?? Core.Prompts.PromptSettings.None).With(choice.Settings),
            Assignments = choice.Assignments,
        };
    }
}
