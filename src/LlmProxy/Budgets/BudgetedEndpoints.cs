using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Budgets;

/// <summary>Which requests cost money, and in what.</summary>
/// <remarks>
/// Reading, listing, cancelling and deleting cost nothing, nor do files and counts of tokens. What is paid by images, seconds, or
/// long after the request (batches, tuning, realtime) has no price beforehand: its cost is not known.
/// </remarks>
internal static class BudgetedEndpoints
{
    /// <summary>Whether the request costs money.</summary>
    public static bool Cost(LlmExchange exchange)
    {
        var endpoint = exchange.Path.Endpoint;
        if (endpoint == LlmEndpoint.Realtime)
            return true;
        return HttpMethods.IsPost(exchange.Context.Request.Method) && endpoint is not (LlmEndpoint.MessagesCountTokens or LlmEndpoint.Files
            or LlmEndpoint.FileObject or LlmEndpoint.BatchObject or LlmEndpoint.ResponseObject or LlmEndpoint.Models or LlmEndpoint.Model);
    }

    /// <summary>Whether it is paid by tokens of prompt and answer.</summary>
    public static bool CountsTokens(LlmEndpoint endpoint) => Talks(endpoint)
        || endpoint is LlmEndpoint.ResponseCompaction or LlmEndpoint.Completions or LlmEndpoint.Embeddings or LlmEndpoint.Moderations;

    /// <summary>Whether it is a conversation, which any model for conversations can take over.</summary>
    public static bool Talks(LlmEndpoint endpoint) =>
        endpoint is LlmEndpoint.ChatCompletions or LlmEndpoint.Responses or LlmEndpoint.Messages;
}
