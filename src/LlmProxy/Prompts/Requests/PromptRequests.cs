using LlmProxy.Core.Prompts;
using LlmProxy.Core.Prompts.Rendering;
using LlmProxy.Core.Prompts.Requests;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Metering.Tokens;

namespace LlmProxy.Prompts.Requests;

/// <summary>What is put around a request, as its body stands.</summary>
internal static class PromptRequests
{
    /// <summary>Whether a prompt can be put around requests of an endpoint: those that a model answers with a text of its own.</summary>
    public static bool Concerns(LlmEndpoint endpoint) =>
        endpoint is LlmEndpoint.ChatCompletions or LlmEndpoint.Responses or LlmEndpoint.Messages or LlmEndpoint.Completions;

    /// <summary>Where a body says the values of variables.</summary>
    private static ReadOnlyMemory<byte> Variables(LlmRequest request, bool takesPrompt, bool takesMetadata) =>
        (takesPrompt ? PromptWords.OfPrompt(request).Variables : null) ?? (takesMetadata ? PromptWords.OfMetadata(request).Variables : null) ?? default;

    /// <summary>Whether anything is to be written.</summary>
    public static bool IsNeeded(PromptUse use, LlmRequest request) =>
        use.Template is not null || use.Settings.Temperature is not null || use.Settings.ResponseSchema is not null || (use.Settings.Model is not null && request.Model is null);

    /// <summary>What is put around <paramref name="request"/>. The values are bytes of it, checked before: what guards have put in their place is taken as it is.</summary>
    public static PromptRendering Of(LlmExchange exchange, PromptUse use, LlmRequest request) => new()
    {
        Kind = PromptKinds.Of(exchange.Path.Endpoint),
        Template = use.Template,
        Values = Values(use, request),
        Settings = use.Settings,
        Model = request.Model is null && exchange.Path.Deployment is null ? use.Settings.Model : null,
        MaxBytes = exchange.Route.MaxRequestBodyBytes,
        TakesPrompt = use.TakesPrompt,
        TakesMetadata = use.TakesMetadata,
    };

    private static PromptValues Values(PromptUse use, LlmRequest request)
    {
        if (use.Template is not { Variables.Count: > 0 } template)
            return PromptValues.None;
        return ReferenceEquals(use.ValuesOf, request)
            ? use.Values
            : PromptBinder.Bind(template, Variables(request, use.TakesPrompt, use.TakesMetadata), use.Given, null);
    }
}
