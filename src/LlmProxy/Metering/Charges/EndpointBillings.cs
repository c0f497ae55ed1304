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
    /// To read, list and delete costs nothing at any provider. Neither does it to count tokens or to upload a file. A batch is billed when its
    /// work is done, by then without a request that could be charged: what it costs is not known, which is not the same as nothing.
    /// </remarks>
    public static EndpointBilling Of(LlmExchange exchange) => exchange.Path.Endpoint switch
    {
        LlmEndpoint.ChatCompletions or LlmEndpoint.Completions or LlmEndpoint.Responses or LlmEndpoint.ResponseCompaction or LlmEndpoint.Messages =>
            WhenMade(exchange, EndpointBilling.Text),
        LlmEndpoint.Embeddings => WhenMade(exchange, EndpointBilling.Input),
        LlmEndpoint.Models or LlmEndpoint.Model or LlmEndpoint.Files or LlmEndpoint.FileObject or LlmEndpoint.BatchObject
            or LlmEndpoint.ResponseObject or LlmEndpoint.MessagesCountTokens or LlmEndpoint.Tokenize => EndpointBilling.Free,
        LlmEndpoint.Batches => WhenMade(exchange, EndpointBilling.Later),
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
