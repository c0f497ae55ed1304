using LlmProxy.Core.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Models;

/// <summary>Answers <c>GET /v1/models</c> and <c>GET /v1/models/{id}</c> itself; other methods there pass through.</summary>
internal sealed class ModelsStep(RequestDelegate next, ModelCatalogue catalogue)
{
    public Task Invoke(HttpContext context) =>
        LlmExchange.Of(context) is { Path.Endpoint: LlmEndpoint.Models or LlmEndpoint.Model } exchange && HttpMethods.IsGet(context.Request.Method)
            ? AnswerAsync(exchange)
            : next(context);

    private async Task AnswerAsync(LlmExchange exchange)
    {
        var context = exchange.Context;
        var models = await catalogue.ListAsync(exchange.Route, context.RequestAborted);
        if (exchange.Caller.Scopes is { Models.Count: > 0 } scopes)
            models = [.. models.Where(model => scopes.AllowsModel(model.Id))];
        var protocol = exchange.Protocol;
        using var body = new PooledBuffer();
        if (exchange.Path.ObjectId is { } id)
            ModelListWriter.WriteModel(body, models.FirstOrDefault(model => model.Id == id) ?? throw Unknown(), protocol);
        else
            ModelListWriter.WriteList(body, models, protocol);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.BodyWriter.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    private static LlmException Unknown() => new(new LlmError(
        404, LlmErrorTypes.InvalidRequest, "No cluster of this gateway lists this model. GET /v1/models lists those that can be used here.", "model_not_found", "model")
    {
        ShouldRetry = false,
    });
}
