using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Failover;

/// <summary>Which requests may be made more than once at the same time, and which may be answered before a provider has.</summary>
internal static class DetachedEndpoints
{
    /// <summary>Whether a second run of the request does no more than cost: a question to a model, whose body is at hand, bound to no place.</summary>
    public static bool MayRunTwice(LlmExchange exchange) =>
        exchange is { Body: not null, Request: not null, StreamsBody: false, IsPinned: false }
        && HttpMethods.IsPost(exchange.Context.Request.Method)
        && exchange.Path.Endpoint is LlmEndpoint.ChatCompletions or LlmEndpoint.Completions or LlmEndpoint.Responses or LlmEndpoint.Messages
            or LlmEndpoint.Embeddings or LlmEndpoint.Moderations;

    /// <summary>Whether the answer is a stream of events in which a comment may come first.</summary>
    public static bool MayBeginEarly(LlmExchange exchange) =>
        exchange is { Stream: true, Body: not null, StreamsBody: false }
        && HttpMethods.IsPost(exchange.Context.Request.Method)
        && exchange.Path.Endpoint is LlmEndpoint.ChatCompletions or LlmEndpoint.Completions or LlmEndpoint.Responses or LlmEndpoint.Messages;
}
