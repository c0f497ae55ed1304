using System.Diagnostics;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Endpoints;

/// <summary>What holds for every request of one endpoint.</summary>
public static class LlmEndpointExtensions
{
    /// <summary>The protocol in which the client speaks there, errors included.</summary>
    public static WireProtocol Protocol(this LlmEndpoint endpoint) => endpoint
        is LlmEndpoint.Messages or LlmEndpoint.MessagesCountTokens or LlmEndpoint.MessagesOther
            ? WireProtocol.Anthropic
            : WireProtocol.OpenAi;

    /// <summary>Whether a JSON request without a <c>model</c> is refused there; elsewhere the provider has a default, or none is needed.</summary>
    public static bool RequiresModel(this LlmEndpoint endpoint) => endpoint
        is LlmEndpoint.ChatCompletions or LlmEndpoint.Completions or LlmEndpoint.Embeddings or LlmEndpoint.Messages
        or LlmEndpoint.MessagesCountTokens;

    /// <summary>Whether a POST there carries JSON and nothing else.</summary>
    public static bool RequiresJson(this LlmEndpoint endpoint) =>
        endpoint.RequiresModel() || endpoint is LlmEndpoint.Responses or LlmEndpoint.ResponseCompaction or LlmEndpoint.Moderations or LlmEndpoint.Batches or LlmEndpoint.Tokenize;

    /// <summary>Whether a form there is read whole, since its <c>model</c> may come after the file.</summary>
    public static bool ReadsForm(this LlmEndpoint endpoint) => endpoint is LlmEndpoint.Images or LlmEndpoint.Audio;

    /// <summary>Whether the answer's JSON or events are read on their way through, for usage and for ids.</summary>
    public static bool ReadsAnswer(this LlmEndpoint endpoint) => endpoint
        is LlmEndpoint.ChatCompletions or LlmEndpoint.Completions or LlmEndpoint.Embeddings or LlmEndpoint.Responses
        or LlmEndpoint.ResponseObject or LlmEndpoint.ResponseCompaction or LlmEndpoint.Moderations or LlmEndpoint.Messages
        or LlmEndpoint.Files or LlmEndpoint.Batches or LlmEndpoint.BatchObject or LlmEndpoint.Images or LlmEndpoint.Audio
        or LlmEndpoint.MessagesOther or LlmEndpoint.Other;

    /// <summary>Whether a POST there is answered by a model, so that an empty answer, or one with an error in it, is none.</summary>
    public static bool MakesAnswer(this LlmEndpoint endpoint) =>
        endpoint.RequiresModel() || endpoint is LlmEndpoint.Responses or LlmEndpoint.ResponseCompaction or LlmEndpoint.Moderations or LlmEndpoint.Images
            or LlmEndpoint.Audio;

    /// <summary>Whether a POST there makes an object that the provider keeps, so that its id must lead back to it.</summary>
    public static bool StoresObject(this LlmEndpoint endpoint) => endpoint
        is LlmEndpoint.Responses or LlmEndpoint.Files or LlmEndpoint.Batches or LlmEndpoint.MessagesOther or LlmEndpoint.Other;

    /// <summary>OpenTelemetry's <c>gen_ai.operation.name</c>; where the conventions have none, a name of our own, which they allow.</summary>
    public static string Operation(this LlmEndpoint endpoint) => endpoint switch
    {
        LlmEndpoint.ChatCompletions or LlmEndpoint.Messages or LlmEndpoint.Responses or LlmEndpoint.ResponseCompaction => "chat",
        LlmEndpoint.Completions => "text_completion",
        LlmEndpoint.Embeddings => "embeddings",
        LlmEndpoint.Images => "image",
        LlmEndpoint.Audio => "audio",
        LlmEndpoint.Moderations => "moderation",
        LlmEndpoint.Realtime => "realtime",
        _ => "resource",
    };

    /// <summary>The path with placeholders, from a closed set, for labels and logs.</summary>
    public static string Label(this LlmEndpoint endpoint) => endpoint switch
    {
        LlmEndpoint.ChatCompletions => "/v1/chat/completions",
        LlmEndpoint.Completions => "/v1/completions",
        LlmEndpoint.Embeddings => "/v1/embeddings",
        LlmEndpoint.Responses => "/v1/responses",
        LlmEndpoint.ResponseObject => "/v1/responses/{id}",
        LlmEndpoint.ResponseCompaction => "/v1/responses/compact",
        LlmEndpoint.Moderations => "/v1/moderations",
        LlmEndpoint.Models => "/v1/models",
        LlmEndpoint.Model => "/v1/models/{model}",
        LlmEndpoint.Images => "/v1/images/*",
        LlmEndpoint.Audio => "/v1/audio/*",
        LlmEndpoint.Files => "/v1/files",
        LlmEndpoint.FileObject => "/v1/files/{id}",
        LlmEndpoint.Batches => "/v1/batches",
        LlmEndpoint.BatchObject => "/v1/batches/{id}",
        LlmEndpoint.Realtime => "/v1/realtime",
        LlmEndpoint.Messages => "/v1/messages",
        LlmEndpoint.MessagesCountTokens => "/v1/messages/count_tokens",
        LlmEndpoint.MessagesOther => "/v1/messages/*",
        LlmEndpoint.Tokenize => "/v1/tokenize",
        LlmEndpoint.Other => "/v1/*",
        _ => throw new UnreachableException($"Endpoint {endpoint} has no label."),
    };
}
