using LlmProxy.Core.Requests;

namespace LlmProxy.Core.Tokens.Prompts;

/// <summary>Counts the tokens of prompts by the rules of a model.</summary>
public static class PromptCounter
{
    /// <summary>Counts.</summary>
    /// <param name="request">The request, whose body must still be there.</param>
    /// <param name="kind">Where its prompt stands.</param>
    /// <param name="model">The rules.</param>
    /// <param name="most">How many tokens are enough to know: beyond them counting stops, and <see cref="PromptCount.IsCut"/> says so.</param>
    public static PromptCount Count(LlmRequest request, PromptKind kind, PromptModel model, long most = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(model);
        using var tally = new TokenTally(model.Tokenizer, most);
        switch (kind)
        {
            case PromptKind.Chat:
                new ConversationCounter(model, tally).AddChat(request);
                break;
            case PromptKind.Response:
                new ConversationCounter(model, tally).AddResponse(request);
                break;
            case PromptKind.Messages:
                new ConversationCounter(model, tally).AddMessages(request);
                break;
            case PromptKind.Completion:
                TextCounter.Add(request.Bytes(RequestField.Prompt), tally);
                break;
            case PromptKind.Embedding:
                TextCounter.Add(request.Bytes(RequestField.Input), tally);
                break;
        }

        var total = tally.Total;
        return total with { IsExact = total.IsExact && model.HasTokenizer && (model.Chat.IsExact || kind is PromptKind.Completion or PromptKind.Embedding) };
    }
}
