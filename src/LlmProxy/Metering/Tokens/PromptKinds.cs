using LlmProxy.Core.Tokens.Prompts;
using LlmProxy.Endpoints;

namespace LlmProxy.Metering.Tokens;

/// <summary>Where the prompts of endpoints stand.</summary>
internal static class PromptKinds
{
    /// <summary>The form of the prompt; none where no model reads one, or where what it reads is no text.</summary>
    public static PromptKind Of(LlmEndpoint endpoint) => endpoint switch
    {
        LlmEndpoint.ChatCompletions => PromptKind.Chat,
        LlmEndpoint.Completions => PromptKind.Completion,
        LlmEndpoint.Embeddings or LlmEndpoint.Moderations => PromptKind.Embedding,
        LlmEndpoint.Responses or LlmEndpoint.ResponseCompaction => PromptKind.Response,
        LlmEndpoint.Messages => PromptKind.Messages,
        _ => PromptKind.None,
    };

    /// <summary>Whether a model writes text there, so that output tokens are to be expected.</summary>
    public static bool MakesText(LlmEndpoint endpoint) =>
        endpoint is LlmEndpoint.ChatCompletions or LlmEndpoint.Completions or LlmEndpoint.Responses or LlmEndpoint.ResponseCompaction or LlmEndpoint.Messages;
}
