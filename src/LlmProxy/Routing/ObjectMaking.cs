using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Tenancy.Objects;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Routing;

/// <summary>Tells whether a request makes an object that the provider keeps, and of what sort.</summary>
internal static class ObjectMaking
{
    /// <summary>Whether the id of the answer must lead back to the provider. A response is kept unless the request says otherwise, a chat only where it asks for it.</summary>
    public static bool Makes(LlmExchange exchange) => HttpMethods.IsPost(exchange.Context.Request.Method) && exchange.Path.Endpoint switch
    {
        LlmEndpoint.Responses => exchange.Request?.Store != false,
        LlmEndpoint.ChatCompletions => exchange.Request?.Store == true,
        var endpoint => endpoint.StoresObject(),
    };

    /// <summary>Whether it is one of the many: an answer, or what lies below another object and is found by that one.</summary>
    public static bool IsAnswer(LlmExchange exchange) => exchange.Path.Endpoint
        is LlmEndpoint.Responses or LlmEndpoint.ChatCompletions
        || (exchange.Path.Endpoint == LlmEndpoint.Other && (IsRanking(exchange.Path.Rest) || ObjectPath.RootId(exchange.Path) is not null));

    /// <summary>What servers of open models answer with an id, and keep nothing of.</summary>
    private static bool IsRanking(string rest) => rest.Trim('/').ToLowerInvariant() is "rerank" or "score" or "classify" or "pooling";
}
