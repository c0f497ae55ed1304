using LlmProxy.Configuration;
using LlmProxy.Core.Protocols.Anthropic;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Headers;
using LlmProxy.Limits;

namespace LlmProxy.Providers;

/// <summary>Speaks Anthropic's Messages API: natively on its own paths, and translated for chat completions.</summary>
internal sealed class AnthropicAdapter(BufferBudget budget, TimeProvider clock) : OpenAiAdapter(ProviderNames.Anthropic)
{
    public override bool Supports(LlmEndpoint endpoint) => endpoint
        is LlmEndpoint.ChatCompletions or LlmEndpoint.Messages or LlmEndpoint.MessagesCountTokens or LlmEndpoint.MessagesOther
        or LlmEndpoint.Models or LlmEndpoint.Model or LlmEndpoint.Files or LlmEndpoint.FileObject;

    public override void Prepare(LlmAttempt attempt)
    {
        if (IsTranslated(attempt))
        {
            Translate(attempt);
            return;
        }

        NameModel(attempt);
        OutputCap.Apply(attempt);
    }

    public override void Authorize(LlmEndpoint endpoint, string? credential, in UpstreamHeaders headers)
    {
        AnthropicHeaders.AddVersion(headers);
        if (credential is null)
            return;
        // A subscription's token, unlike a key, is a bearer token.
        if (credential.StartsWith("sk-ant-oat", StringComparison.Ordinal))
            headers.Set("Authorization", "Bearer " + credential);
        else
            headers.Set("x-api-key", credential);
    }

    public override bool Accepts(string header) => header.StartsWith("anthropic-", StringComparison.OrdinalIgnoreCase);

    public override IAnswerTranslator? Translator(LlmAttempt attempt) =>
        IsTranslated(attempt) ? new MessagesTranslator(attempt, clock) : null;

    private static bool IsTranslated(LlmAttempt attempt) => attempt.Exchange.Path.Endpoint == LlmEndpoint.ChatCompletions;

    private void Translate(LlmAttempt attempt)
    {
        if (attempt.Exchange.Request is not { } request)
            return;
        var cluster = attempt.Cluster;
        var settings = new ChatToMessagesSettings(attempt.UpstreamModel!)
        {
            DefaultMaxTokens = cluster.DefaultMaxTokens,
            MaxTokensCap = attempt.Exchange.MaxOutputTokens,
            Thinking = cluster.Thinking switch
            {
                ThinkingStyle.Adaptive => AnthropicThinkingStyle.Adaptive,
                ThinkingStyle.Budget => AnthropicThinkingStyle.Budget,
                _ => AnthropicThinkingStyle.Auto,
            },
        };
        // Owned by the attempt from here on, so that a refusal half way gives the memory back.
        attempt.Body = new PooledBody(budget, request.Body.Length);
        var result = ChatToMessagesRequest.Translate(request.Body, settings, attempt.Body);
        attempt.BodyContentType = "application/json";
        attempt.Path = "/messages";
        attempt.Dropped = result.Dropped;
        attempt.UsesFunctions = result.UsesFunctions;
    }
}
