using LlmProxy.Core.Errors;
using LlmProxy.Core.Protocols;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tenancy;

/// <summary>Keeps a key that is for certain models to those.</summary>
internal static class ScopeRules
{
    /// <summary>Refuses what the caller's key is not for.</summary>
    /// <exception cref="LlmException">
    /// 404: the model, as for one that does not exist, for that is all the caller may know. 400: no model is named where there is one all the
    /// same. 403: the models stand where the gateway does not look.
    /// </exception>
    public static void Check(LlmExchange exchange)
    {
        var scopes = exchange.Caller.Scopes;
        if (scopes.Models.Count == 0)
            return;
        if (exchange.Model is { } model)
        {
            if (!scopes.AllowsModel(model))
                throw NotFound(exchange, model);
        }
        // The prompt's model was checked when its version was chosen.
        else if (exchange.WantedModel is null && (exchange.MakesAnswer || exchange.Path.Endpoint == LlmEndpoint.Realtime))
        {
            throw new LlmException(new LlmError(
                400, LlmErrorTypes.InvalidRequest, "The key is for certain models, so the request must name one.", "missing_model", "model") { ShouldRetry = false });
        }
        else if (HidesModels(exchange) && !scopes.Lists(exchange.Path.Endpoint))
        {
            throw new LlmException(KeyErrors.Of(KeyRefusal.Endpoint, exchange));
        }
    }

    /// <summary>A batch's models stand in its file, a session's or an assistant's deeper in the body: such endpoints must be named in the key's scopes.</summary>
    private static bool HidesModels(LlmExchange exchange) =>
        HttpMethods.IsPost(exchange.Context.Request.Method)
        && exchange.Path is { Endpoint: LlmEndpoint.Batches or LlmEndpoint.MessagesOther or LlmEndpoint.Other };

    private static LlmException NotFound(LlmExchange exchange, string model) => new(new LlmError(
        404, exchange.Protocol == WireProtocol.Anthropic ? LlmErrorTypes.NotFound : LlmErrorTypes.InvalidRequest,
        $"There is no model '{SafeText.Of(model)}' for this key. GET /v1/models lists those that can be used with it.", "model_not_found", "model")
    {
        ShouldRetry = false,
    });
}
