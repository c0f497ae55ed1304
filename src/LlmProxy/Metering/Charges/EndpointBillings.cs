using System.Diagnostics;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Metering.Charges;

/// <summary>Tells what is billed where.</summary>
internal static class EndpointBillings
{
    /// <summary>What is billed for a request.</summary>
    /// <remarks>
    /// To read, list and delete costs nothing at any provider. Neither does it to count tokens, to upload a file or to hand in a batch,
    /// whose work is billed when it is done.
    /// </remarks>
    public static EndpointBilling Of(LlmExchange exchange) => exchange.Path.Endpoint switch
    {
        LlmEndpoint.ChatCompletions or LlmEndpoint.Completions or LlmEndpoint.Responses or LlmEndpoint.Messages => WhenMade(exchange, EndpointBilling.Text),
        LlmEndpoint.Embeddings => WhenMade(exchange, EndpointBilling.Input),
        LlmEndpoint.Models or LlmEndpoint.Model or LlmEndpoint.Files or LlmEndpoint.FileObject or LlmEndpoint.Batches or LlmEndpoint.BatchObject
            or LlmEndpoint.ResponseObject or LlmEndpoint.MessagesCountTokens or LlmEndpoint.Tokenize => EndpointBilling.Free,
        LlmEndpoint.Realtime => EndpointBilling.AsReported,
        LlmEndpoint.Images or LlmEndpoint.Audio or LlmEndpoint.Moderations or LlmEndpoint.MessagesOther or LlmEndpoint.Other =>
            WhenMade(exchange, EndpointBilling.AsReported),
        var endpoint => throw new UnreachableException($"Endpoint {endpoint} has no rule of billing."),
    };

    private static EndpointBilling WhenMade(LlmExchange exchange, EndpointBilling made)
    {
        var method = exchange.Context.Request.Method;
        return HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) ? made : EndpointBilling.Free;
    }
}
