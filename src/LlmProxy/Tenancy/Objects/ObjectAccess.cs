using System.Buffers;
using System.Text;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Routing;
using LlmProxy.Telemetry;
using LlmProxy.Tenancy.Settings;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tenancy.Objects;

/// <summary>Keeps what one tenant has stored at a provider from the others, who reach that provider with the same account.</summary>
/// <remarks>Without keys there are no tenants, and nothing is looked at.</remarks>
internal sealed class ObjectAccess(StoredObjects objects)
{
    /// <summary>Refuses a request that names an object of another tenant, in its path or its body.</summary>
    /// <exception cref="LlmException">404: it is another's, or nobody knows whose; a caller cannot tell which.</exception>
    public void Check(LlmExchange exchange)
    {
        if (exchange.Caller.IsAnonymous)
            return;
        CheckPath(exchange);
        if (exchange.Request is { } request && StoredObjectIdReader.MayHold(request.Body.Span))
            CheckBody(exchange, request.Body.Span);
        if (objects.MayHoldOthers(exchange.Caller.Tenant))
            CheckAnyName(exchange);
    }

    /// <summary>Whether an answer lists objects of all tenants, and must be filtered.</summary>
    public static bool IsList(LlmExchange exchange) =>
        !exchange.Caller.IsAnonymous && HttpMethods.IsGet(exchange.Context.Request.Method)
        && exchange.Path.Endpoint is LlmEndpoint.Files or LlmEndpoint.Batches or LlmEndpoint.MessagesOther or LlmEndpoint.Other or LlmEndpoint.ChatCompletions
            or LlmEndpoint.Audio or LlmEndpoint.Images
        && ObjectPath.RootId(exchange.Path) is null;

    /// <summary>Whether an item of a list may be shown.</summary>
    /// <param name="id">The item's id; <c>null</c>: it has none.</param>
    /// <param name="exchange">The request for the list.</param>
    public bool Shows(string? id, LlmExchange exchange) =>
        id is not null && objects.Find(id) is { } made ? IsOwn(made, exchange) : AllowsUnknown(exchange);

    private void CheckPath(LlmExchange exchange)
    {
        var path = exchange.Path;
        if (path.Endpoint == LlmEndpoint.Model)
        {
            // Lists of models are the gateway's own; what else can be done to one is done to an object, a fine-tuned model.
            if (!HttpMethods.IsGet(exchange.Context.Request.Method) && !HttpMethods.IsHead(exchange.Context.Request.Method))
                Check(path.ObjectId!, isMade: true, exchange);
            return;
        }

        // What is still escaped here, a provider may decode: `/v1/vector_stores%2F{id}` would be an object there and none here.
        if (path.Rest.AsSpan().ContainsAny('%', '\\'))
            throw NotFound(path.Rest, exchange);
        if (ObjectPath.RootId(path) is { } id)
            Check(id, isMade: true, exchange);
        if (path.Endpoint is LlmEndpoint.Other or LlmEndpoint.Audio or LlmEndpoint.Images or LlmEndpoint.MessagesOther)
            CheckParts(path.Rest, exchange);
    }

    /// <summary>Whatever form a path has: no part of it may be another's.</summary>
    private void CheckParts(string path, LlmExchange exchange)
    {
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            Check(part, isMade: false, exchange);
    }

    private void CheckBody(LlmExchange exchange, ReadOnlySpan<byte> body)
    {
        var reader = new StoredObjectIdReader(body);
        while (reader.Next(out var id, out var isMade))
            Check(id, isMade, exchange);
    }

    /// <summary>Whatever its name is: a text in the form of an id must not be another's. Chats and their like name files alone, which were looked at.</summary>
    private void CheckAnyName(LlmExchange exchange)
    {
        if (exchange.Context.Request.QueryString.HasValue)
            CheckQuery(exchange);
        if (exchange is { FormBoundary: { } boundary, Body: { } form })
            CheckForm(exchange, form.Memory.Span, boundary);
        if (exchange.Request is not { } request || exchange.Path.Endpoint.RequiresModel() || exchange.Path.Endpoint is LlmEndpoint.Moderations or LlmEndpoint.Tokenize)
            return;
        Span<char> buffer = stackalloc char[IdLikeReader.BufferLength];
        var reader = new IdLikeReader(request.Body.Span);
        while (reader.Next(buffer, out var length))
        {
            if (objects.Find(buffer[..length]) is { } made && !IsOwn(made, exchange))
                throw NotFound(buffer[..length].ToString(), exchange);
        }
    }

    private void CheckForm(LlmExchange exchange, ReadOnlySpan<byte> form, string boundary)
    {
        Span<char> text = stackalloc char[IdLikeReader.MaxLength];
        var parts = new MultipartPartReader(form, boundary);
        while (parts.Next(out var content))
        {
            content = content.Trim(" \t\r\n"u8);
            if (content.Length <= IdLikeReader.MaxLength && Ascii.ToUtf16(content, text, out var length) == OperationStatus.Done && IdLikeReader.IsIdLike(text[..length]))
                Check(text[..length].ToString(), isMade: false, exchange);
        }
    }

    private void CheckQuery(LlmExchange exchange)
    {
        foreach (var (_, values) in exchange.Context.Request.Query)
        {
            foreach (var value in values)
            {
                if (value is not null && IdLikeReader.IsIdLike(value))
                    Check(value, isMade: false, exchange);
            }
        }
    }

    private void Check(string id, bool isMade, LlmExchange exchange)
    {
        if (objects.Find(id) is { } made ? !IsOwn(made, exchange) : isMade && !(AllowsUnknown(exchange) && IsPlain(id)))
            throw NotFound(id, exchange);
    }

    private static bool IsOwn(in StoredObject made, LlmExchange exchange) =>
        string.Equals(made.Tenant, exchange.Caller.Tenant, StringComparison.Ordinal);

    /// <summary>While it cannot be read what was remembered, an unknown object may be anybody's.</summary>
    private bool AllowsUnknown(LlmExchange exchange) => objects.IsLoaded && exchange.Route.Proxy.Keys.UnknownObjects == UnknownObjectRule.Allow;

    /// <summary>A parameter behind a semicolon, say, could make of an unknown id a known one at the provider.</summary>
    private static bool IsPlain(string id)
    {
        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.' or ':'))
                return false;
        }

        return id is not ("." or "..");
    }

    private static LlmException NotFound(string id, LlmExchange exchange) => new(new LlmError(
        404, exchange.Protocol == WireProtocol.Anthropic ? LlmErrorTypes.NotFound : LlmErrorTypes.InvalidRequest,
        $"There is no object '{SafeText.Of(id)}' for this key.", "object_not_found") { ShouldRetry = false });
}
