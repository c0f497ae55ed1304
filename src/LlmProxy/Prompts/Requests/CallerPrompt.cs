using LlmProxy.Core.Prompts;
using LlmProxy.Core.Prompts.Requests;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Headers;
using LlmProxy.Prompts.Catalogue;
using Microsoft.Extensions.Primitives;

namespace LlmProxy.Prompts.Requests;

/// <summary>What a caller says of prompts: in a header, in the body's <c>prompt</c> object, and in <c>metadata</c>.</summary>
internal sealed class CallerPrompt
{
    private const string InBody = "prompt.id";
    private const string InMetadata = "metadata.llmproxy_prompt";

    private readonly StringValues _header;
    private readonly PromptWord? _metadata;
    private PromptWord? _body;

    private CallerPrompt(LlmRequest request, StringValues header, bool hasPrompt, bool hasMetadata)
    {
        _header = header;
        _body = hasPrompt ? PromptWords.OfPrompt(request) : null;
        _metadata = hasMetadata ? PromptWords.OfMetadata(request) : null;
    }

    /// <summary>What a request says; <c>null</c>: nothing.</summary>
    public static CallerPrompt? Of(LlmExchange exchange, LlmRequest request)
    {
        var header = exchange.Context.Request.Headers.TryGetValue(LlmHeaderNames.Prompt, out var values) ? values : default;
        // A completion's own text goes by the same name, and is none of ours.
        var hasPrompt = exchange.Path.Endpoint != LlmEndpoint.Completions && PromptWords.HasPrompt(request);
        var hasMetadata = PromptWords.MayHaveMetadata(request);
        return header.Count == 0 && !hasPrompt && !hasMetadata ? null : new CallerPrompt(request, header, hasPrompt, hasMetadata);
    }

    /// <summary>Whether the <c>prompt</c> object is the gateway's: it names a prompt of its, or none and variables.</summary>
    public bool TakesPrompt => _body is { Id: not null } or { Variables: not null } or { IsBroken: true };

    /// <summary>Whether <c>metadata</c> says anything.</summary>
    public bool TakesMetadata => _metadata is { Id: not null } or { Version: not null } or { Variables: not null } or { IsBroken: true };

    /// <summary>The variables, a JSON object; empty: none are said.</summary>
    /// <exception cref="Core.Errors.LlmException">400: they are no object.</exception>
    public ReadOnlyMemory<byte> Variables()
    {
        if (_body is { IsBroken: true })
            throw PromptRefusals.BadVariables("prompt.variables", "an object");
        if (_body?.Variables is { } variables)
            return variables;
        if (_metadata is { IsBroken: true })
            throw PromptRefusals.BadVariables("metadata.llmproxy_prompt_variables", "an object, or the JSON text of one");
        return _metadata?.Variables ?? default;
    }

    /// <summary>The prompt that is named; <c>null</c>: none is. An id that <paramref name="prompts"/> does not have in the <c>prompt</c> object is the provider's.</summary>
    /// <exception cref="Core.Errors.LlmException">400: what is named can be no prompt, or it is named twice, and differently.</exception>
    public NamedPrompt? Named(IPromptCatalogue prompts)
    {
        var named = _header.Count == 0 ? null : Read(_header.ToString().Trim(), null, LlmHeaderNames.Prompt);
        if (_body?.Id is { } id)
        {
            if (Ours(prompts, id))
                named = Both(named, Read(id, _body.Version, InBody));
            else
                _body = null;
        }

        return _metadata?.Id is { } word ? Both(named, Read(word, _metadata.Version, InMetadata)) : named;
    }

    private static bool Ours(IPromptCatalogue prompts, string id) => PromptId.TryRead(id, out var name, out _) && prompts.Find(name) is not null;

    private static NamedPrompt Read(string text, string? version, string place)
    {
        if (!PromptId.TryRead(text, out var name, out var its) || (version is not null && !PromptId.IsVersion(version)))
            throw PromptRefusals.NoName(place);
        return version is null || its is null
            ? new NamedPrompt(name, its ?? version, place)
            : new NamedPrompt(name, its, place).With(new(name, version, place)) ?? throw PromptRefusals.Ambiguous(place, place);
    }

    private static NamedPrompt Both(NamedPrompt? first, NamedPrompt second) =>
        first is null ? second : first.With(second) ?? throw PromptRefusals.Ambiguous(first.Place, second.Place);
}
