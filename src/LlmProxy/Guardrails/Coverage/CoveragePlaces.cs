using LlmProxy.Core.Guardrails;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Guardrails.Coverage;

/// <summary>All places at which texts pass the gateway.</summary>
/// <remarks>What is not listed carries none: lists, metadata, vectors.</remarks>
public static class CoveragePlaces
{
    private const TextKind Conversation =
        TextKind.System | TextKind.Developer | TextKind.User | TextKind.Assistant | TextKind.ToolResult | TextKind.ToolArguments | TextKind.Tools | TextKind.Reasoning
        | TextKind.Refusal | TextKind.Other;

    private const TextKind Answer = TextKind.Assistant | TextKind.Reasoning | TextKind.Refusal | TextKind.ToolArguments | TextKind.Other;

    /// <summary>How a conversation goes on that the provider keeps: only guards that need what was said before have a row there.</summary>
    internal const string Continued = "continued";

    /// <summary>Why a guard has nothing to go by where a stored answer is fetched.</summary>
    internal const string NoRequest = "the request that the answer was given to is not there";

    private const string Media = "pictures, sound and files are passed on unread, and so are their addresses and ids";

    private const string TokenIds = "texts as token ids are passed on unread";

    /// <summary>What a provider says with an error's status, in place of an answer.</summary>
    internal const string Error = "error";

    private const string Forms = "forms are passed on unread";

    /// <summary>The places, by endpoint.</summary>
    public static IReadOnlyList<CoveragePlace> All { get; } =
    [
        .. Conversations(LlmEndpoint.ChatCompletions, "/v1/chat/completions"),
        Input(LlmEndpoint.ChatCompletions, "media", TextKind.User, Media, "/v1/chat/completions"),
        .. Conversations(LlmEndpoint.Completions, "/v1/completions"),
        Input(LlmEndpoint.Completions, "tokens", TextKind.User, TokenIds, "/v1/completions"),
        .. Conversations(LlmEndpoint.Responses, "/v1/responses"),
        Output(LlmEndpoint.Responses, Continued, Answer, null, "/v1/responses"),
        Output(LlmEndpoint.ResponseCompaction, Continued, Answer, null, "/v1/responses/compact"),
        Input(LlmEndpoint.Responses, "media", TextKind.User, Media, "/v1/responses"),
        Input(LlmEndpoint.Responses, "websocket", Conversation, "messages of a WebSocket are not read", "/v1/responses"),
        Output(LlmEndpoint.Responses, "websocket", Answer, "messages of a WebSocket are not read", "/v1/responses"),
        .. Conversations(LlmEndpoint.Messages, "/v1/messages"),
        Input(LlmEndpoint.Messages, "media", TextKind.User, Media, "/v1/messages"),
        Output(LlmEndpoint.ResponseObject, "json", Answer, null, "/v1/responses/resp_1"),
        Output(LlmEndpoint.ResponseObject, "stream", Answer, null, "/v1/responses/resp_1"),
        Output(LlmEndpoint.ResponseObject, Error, TextKind.Other, null, "/v1/responses/resp_1"),
        Input(LlmEndpoint.ResponseCompaction, "json", Conversation, null, "/v1/responses/compact"),
        Input(LlmEndpoint.ResponseCompaction, "media", TextKind.User, Media, "/v1/responses/compact"),
        Output(LlmEndpoint.ResponseCompaction, "json", Answer, null, "/v1/responses/compact"),
        Output(LlmEndpoint.ResponseCompaction, Error, TextKind.Other, null, "/v1/responses/compact"),
        Input(LlmEndpoint.Embeddings, "json", TextKind.User | TextKind.Other, null, "/v1/embeddings"),
        Input(LlmEndpoint.Embeddings, "tokens", TextKind.User, TokenIds, "/v1/embeddings"),
        Output(LlmEndpoint.Embeddings, Error, TextKind.Other, null, "/v1/embeddings"),
        Input(LlmEndpoint.Moderations, "json", TextKind.User | TextKind.Other, null, "/v1/moderations"),
        Input(LlmEndpoint.Moderations, "media", TextKind.User, Media, "/v1/moderations"),
        Output(LlmEndpoint.Moderations, Error, TextKind.Other, null, "/v1/moderations"),
        Input(LlmEndpoint.MessagesCountTokens, "media", TextKind.User, Media, "/v1/messages/count_tokens"),
        Input(LlmEndpoint.MessagesCountTokens, "json", Conversation, null, "/v1/messages/count_tokens"),
        Output(LlmEndpoint.MessagesCountTokens, Error, TextKind.Other, null, "/v1/messages/count_tokens"),
        Input(LlmEndpoint.MessagesOther, "json", TextKind.Other, null, "/v1/messages/batches"),
        Input(LlmEndpoint.MessagesOther, "form", TextKind.Other, "what is no JSON is passed on unread", "/v1/messages/batches"),
        Output(LlmEndpoint.MessagesOther, "file", Answer, "results of batches are passed on unread", "/v1/messages/batches/b/results"),
        Output(LlmEndpoint.MessagesOther, Error, TextKind.Other, null, "/v1/messages/batches"),
        Input(LlmEndpoint.Images, "json", TextKind.User | TextKind.Other, null, "/v1/images/generations"),
        Input(LlmEndpoint.Images, "form", TextKind.User, Forms, "/v1/images/edits"),
        Output(LlmEndpoint.Images, "json", TextKind.Assistant, "prompts that a model has rewritten are passed on unread", "/v1/images/generations"),
        Output(LlmEndpoint.Images, Error, TextKind.Other, null, "/v1/images/generations"),
        Input(LlmEndpoint.Audio, "json", TextKind.User | TextKind.Other, null, "/v1/audio/speech"),
        Input(LlmEndpoint.Audio, "form", TextKind.User, Forms, "/v1/audio/transcriptions"),
        Output(LlmEndpoint.Audio, "json", TextKind.Assistant, "transcripts are passed on unread", "/v1/audio/transcriptions"),
        Output(LlmEndpoint.Audio, Error, TextKind.Other, null, "/v1/audio/speech"),
        Input(LlmEndpoint.Files, "form", TextKind.User, "files are passed on unread", "/v1/files"),
        Output(LlmEndpoint.Files, Error, TextKind.Other, null, "/v1/files"),
        Output(LlmEndpoint.FileObject, "file", TextKind.Assistant, "files are passed on unread", "/v1/files/file_1/content"),
        Output(LlmEndpoint.FileObject, Error, TextKind.Other, null, "/v1/files/file_1/content"),
        Input(LlmEndpoint.Batches, "json", TextKind.Other, null, "/v1/batches"),
        Output(LlmEndpoint.Batches, Error, TextKind.Other, null, "/v1/batches"),
        Input(LlmEndpoint.Realtime, "websocket", Conversation, "messages of a WebSocket are not read", "/v1/realtime"),
        Output(LlmEndpoint.Realtime, "websocket", Answer, "messages of a WebSocket are not read", "/v1/realtime"),
        Input(LlmEndpoint.Other, "json", TextKind.Other, null, "/v1/other"),
        Input(LlmEndpoint.Other, "form", TextKind.Other, "what is no JSON is passed on unread", "/v1/other"),
        Output(LlmEndpoint.Other, "json", TextKind.Other, "answers of endpoints that are not known are passed on unread", "/v1/other"),
        Output(LlmEndpoint.Other, Error, TextKind.Other, null, "/v1/other"),
    ];

    /// <summary>Whether a stored answer is asked for.</summary>
    internal static bool IsFetched(LlmExchange exchange) =>
        exchange.Path.Endpoint == LlmEndpoint.ResponseObject && !HttpMethods.IsDelete(exchange.Context.Request.Method);

    private static IEnumerable<CoveragePlace> Conversations(LlmEndpoint endpoint, string path) =>
    [
        Input(endpoint, "json", Conversation, null, path),
        Output(endpoint, "json", Answer, null, path),
        Output(endpoint, "stream", Answer, null, path),
        Output(endpoint, Error, TextKind.Other, null, path),
    ];

    private static CoveragePlace Input(LlmEndpoint endpoint, string transport, TextKind content, string? gap, string example) =>
        new(endpoint, GuardDirection.Input, transport, content, gap, example);

    private static CoveragePlace Output(LlmEndpoint endpoint, string transport, TextKind content, string? gap, string example) =>
        new(endpoint, GuardDirection.Output, transport, content, gap, example);
}
