using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Providers;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Metering.Tokens;

/// <summary>Answers <c>POST /v1/tokenize</c>, and <c>POST /v1/messages/count_tokens</c> where the provider has none.</summary>
/// <remarks>Neither goes to a provider or takes tokens or money from limits and budgets; each is one request to those of requests and places.</remarks>
internal sealed class TokenizeStep(RequestDelegate next, IPromptEstimator estimator, ProviderAdapters adapters)
{
    /// <summary>Longest body of <c>/v1/tokenize</c>: its ids are told in several times as many bytes.</summary>
    public const int MaxTokenizeBytes = 1024 * 1024;

    public Task Invoke(HttpContext context) => LlmExchange.Of(context) switch
    {
        { Path.Endpoint: LlmEndpoint.Tokenize } exchange when HttpMethods.IsPost(context.Request.Method) => TokenizeAsync(exchange),
        { Path.Endpoint: LlmEndpoint.MessagesCountTokens, Request: not null } exchange when IsOurs(exchange) => CountAsync(exchange),
        _ => next(context),
    };

    /// <summary>Whether no cluster that counts by itself can be asked; what such a cluster answers, an error too, is passed on.</summary>
    private bool IsOurs(LlmExchange exchange)
    {
        if (!HttpMethods.IsPost(exchange.Context.Request.Method) || exchange.Model is not { } model)
            return false;
        var pick = exchange.Route.Router.Pick(model);
        if (pick.Cluster is { } cluster && adapters.Get(cluster.Provider).Supports(LlmEndpoint.MessagesCountTokens))
            return false;
        exchange.ModelPattern = pick.Pattern;
        return true;
    }

    private async Task TokenizeAsync(LlmExchange exchange)
    {
        using var body = new PooledBuffer();
        var request = exchange.Request ?? throw new LlmException(new LlmError(
            400, LlmErrorTypes.InvalidRequest, "The request body is empty; a JSON object is needed.", "empty_body") { ShouldRetry = false });
        if (request.Body.Length > MaxTokenizeBytes)
            throw TooLarge(request.Body.Length);
        var query = TokenizeQuery.Read(request);
        new TokenizeAnswer(estimator, Upstream(exchange, query.Model)).Write(request, query, body);
        await WriteAsync(exchange, body);
    }

    private static LlmException TooLarge(int bytes) => new(new LlmError(
        413, LlmErrorTypes.InvalidRequest, $"The request has {bytes} bytes, and at most {MaxTokenizeBytes} can be tokenized at once; send it in parts.", "request_too_large")
    {
        ShouldRetry = false,
    });

    private async Task CountAsync(LlmExchange exchange)
    {
        var count = estimator.Count(exchange.Request!, Core.Tokens.Prompts.PromptKind.Messages, Upstream(exchange, exchange.Model));
        using var body = new PooledBuffer();
        using (var json = new System.Text.Json.Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteNumber("input_tokens"u8, count.Tokens);
            json.WriteEndObject();
        }

        await WriteAsync(exchange, body);
    }

    /// <summary>The provider's name of a model, which an alias may stand for.</summary>
    private static string? Upstream(LlmExchange exchange, string? model) =>
        model is null ? null : exchange.Route.Router.Pick(model).UpstreamModel ?? model;

    private static async Task WriteAsync(LlmExchange exchange, PooledBuffer body)
    {
        var response = exchange.Context.Response;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body.WrittenMemory, exchange.Context.RequestAborted);
    }
}
