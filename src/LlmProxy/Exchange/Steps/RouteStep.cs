using LlmProxy.Balancing.Prices;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Routing;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Protocols;
using LlmProxy.Endpoints;
using LlmProxy.Exchange.Headers;
using LlmProxy.Failover.Planning;
using LlmProxy.Providers;
using LlmProxy.Routing;
using LlmProxy.Telemetry;
using LlmProxy.Tenancy;
using LlmProxy.Tenancy.Objects;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Exchange.Steps;

/// <summary>Chooses the cluster that a request goes to, and the name that its model has there.</summary>
internal sealed class RouteStep(
    RequestDelegate next, StoredObjects objects, ObjectAccess access, ProviderAdapters adapters, CheapestCluster cheapest)
{
    public Task Invoke(HttpContext context) =>
        LlmExchange.Of(context) is { } exchange ? InvokeAsync(exchange) : next(context);

    private Task InvokeAsync(LlmExchange exchange)
    {
        var span = GenAiSpans.StartStep(SpanNames.Route);
        try
        {
            Choose(exchange);
        }
        catch (LlmException e)
        {
            GenAiSpans.EndStep(span, e.Error.Code);
            throw;
        }

        GenAiSpans.EndStep(span);
        return next(exchange.Context);
    }

    private void Choose(LlmExchange exchange)
    {
        if (exchange.WantedModel is null && exchange.Request is not null && exchange.Path.Endpoint.RequiresModel())
            throw NoModel();
        ScopeRules.Check(exchange);
        access.Check(exchange);
        var (cluster, upstreamModel) = Pick(exchange);
        if (cluster.Credential == CredentialSource.Caller && !exchange.Caller.IsAnonymous
            && CallerCredential.OfProvider(exchange) is null)
            throw new LlmException(KeyErrors.ProviderKeyMissing(cluster.ClusterId));
        var adapter = adapters.Get(cluster.Provider);
        if (!adapter.Supports(exchange.Path.Endpoint))
            throw Unsupported(exchange, cluster);
        exchange.Attempt = new LlmAttempt(exchange, new FailoverTarget(cluster, upstreamModel, exchange.ModelPattern), adapter);
    }

    private (LlmClusterModel Cluster, string? UpstreamModel) Pick(LlmExchange exchange)
    {
        var route = exchange.Route;
        exchange.IsPinned = exchange.Request?.StoredObjectId is not null;
        if (Owner(exchange) is { } owner)
        {
            exchange.IsPinned = true;
            return (owner, exchange.WantedModel is { } named ? owner.Aliases.GetValueOrDefault(named, named) : null);
        }

        if (exchange.WantedModel is not { } model)
            return (Default(exchange) ?? throw NoCluster(exchange), null);
        var pick = route.Router.Pick(model);
        if (route.Pick == ClusterPick.Cheapest && pick.IsMatch)
            pick = cheapest.Among(exchange, model, pick);
        exchange.ModelPattern = pick.Pattern;
        return pick.Cluster is { } cluster ? (cluster, pick.UpstreamModel ?? model) : throw NoPick(exchange, pick);
    }

    private LlmClusterModel? Default(LlmExchange exchange) =>
        exchange.Route.Router.Default(cluster => adapters.Get(cluster.Provider).Supports(exchange.Path.Endpoint));

    /// <summary>The cluster that made the object which the request names, where that is remembered and the route may use it.</summary>
    private LlmClusterModel? Owner(LlmExchange exchange)
    {
        var path = exchange.Path;
        // A model is named by its path too, but routed by that name.
        if (path.Endpoint == LlmEndpoint.Model)
            return null;
        // `/fine_tuning/jobs/{id}`, `/vector_stores/{id}/files/{id}`: on an unknown path it is not known where the id stands.
        var made = path.Endpoint == LlmEndpoint.Other ? objects.FindInPath(path.Rest) : Find(path.ObjectId);
        made ??= Find(exchange.Request?.StoredObjectId);
        return made is { ClusterId: var clusterId }
            ? exchange.Route.Clusters.FirstOrDefault(cluster => cluster.ClusterId == clusterId && cluster.IsUsable)
            : null;
    }

    private StoredObject? Find(string? id) => id is null ? null : objects.Find(id);

    private static LlmException NoPick(LlmExchange exchange, in ModelPick pick)
    {
        var message = pick is { Reason: ModelPickReason.MissingKey, Unusable: { } unusable }
            ? $"The model '{Shown(exchange.WantedModel!)}' belongs to cluster '{unusable.ClusterId}', which cannot be used: {string.Join(", ", unusable.MissingKeys)} is not set."
            : $"No cluster of this gateway serves the model '{Shown(exchange.WantedModel!)}'. GET /v1/models lists those that can be used here.";
        return new LlmException(new LlmError(404, Type(exchange), message, "model_not_found", "model") { ShouldRetry = false });
    }

    private static LlmException NoModel() => new(new LlmError(
        400, LlmErrorTypes.InvalidRequest, "You must name a model in the field 'model'.", "missing_model", "model") { ShouldRetry = false });

    private static string Shown(string model) => SafeText.Of(model) ?? "";

    private static LlmException NoCluster(LlmExchange exchange) => new(new LlmError(
        503, Type(exchange), "No cluster of this route can be used: none has its key. GET /health/ready tells which keys are missing.", "no_usable_cluster")
    {
        ShouldRetry = false,
    });

    private static LlmException Unsupported(LlmExchange exchange, LlmClusterModel cluster) => new(new LlmError(
        400, LlmErrorTypes.InvalidRequest,
        $"Cluster '{cluster.ClusterId}' ('{cluster.Provider}') has no '{exchange.Path.Endpoint.Label()}'; use a model of another cluster, or an endpoint of this provider.",
        "unsupported_endpoint")
    {
        ShouldRetry = false,
    });

    private static string Type(LlmExchange exchange) =>
        exchange.Protocol == WireProtocol.Anthropic ? LlmErrorTypes.NotFound : LlmErrorTypes.InvalidRequest;
}
