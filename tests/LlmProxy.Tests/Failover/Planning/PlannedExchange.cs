using System.Diagnostics.CodeAnalysis;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Routing;
using LlmProxy.Core.Errors;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Planning;
using LlmProxy.Failover.Settings;
using LlmProxy.Providers;
using LlmProxy.Tests.Failover.Breakers;
using LlmProxy.Tests.Failover.Keys;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Tests.Failover.Planning;

/// <summary>A request whose attempts fail as a test says; what the planner answers is text.</summary>
internal sealed class PlannedExchange : IProxyStateLookup
{
    private readonly Dictionary<string, ClusterState> _clusters = [];
    private readonly FailoverPlanner _planner;
    private readonly LlmRouteModel _route;

    public PlannedExchange(
        LlmClusterModel[] clusters, RetryOptions? retry = null, FallbackList? general = null, FallbackList? rateLimit = null,
        FallbackList? contextLength = null, FallbackList? contentFilter = null, int destinations = 1, string path = "/v1/chat/completions")
    {
        foreach (var cluster in clusters)
        {
            DestinationState[] all = [.. Enumerable.Range(0, destinations).Select(i => new DestinationState($"{cluster.ClusterId}{i}"))];
            _clusters[cluster.ClusterId] = new ClusterState(cluster.ClusterId) { DestinationsState = new(all, all) };
        }

        var router = new ModelRouter(clusters[0], clusters);
        retry ??= new RetryOptions();
        var none = FallbackList.Empty;
        _route = new LlmRouteModel
        {
            RouteId = "llm",
            ClusterId = clusters[0].ClusterId,
            Clusters = clusters,
            Router = router,
            MaxRequestBodyBytes = 1024,
            Proxy = new LlmProxyModel(),
            Failover = new FailoverModel
            {
                Retry = retry,
                Chains = new(router, retry.OtherClusters, general ?? none, rateLimit ?? none, contextLength ?? none, contentFilter ?? none),
            },
        };
        Assert.True(LlmPath.TryParse(path, out var parsed));
        Clock = new ManualClock();
        var context = new DefaultHttpContext();
        context.Request.Method = "POST";
        Exchange = new LlmExchange(context, _route, parsed, "01ARZ3NDEKTSV4RRFFQ69G5FAV", Clock.GetTimestamp()) { Model = "gpt-4o" };
        Adapters = new ProviderAdapters([new OpenAiAdapter(ProviderNames.OpenAi), new SandboxAdapter()]);
        _planner = new FailoverPlanner(new Lazy<IProxyStateLookup>(this), Adapters, TestBreakers.Create(Clock), TestKeys.Create(Clock), Clock) { Random = () => 0.5 };
        Exchange.Attempt = NewAttempt(new FailoverTarget(clusters[0], "gpt-4o"));
    }

    public LlmExchange Exchange { get; }

    public ManualClock Clock { get; }

    private ProviderAdapters Adapters { get; }

    public static LlmClusterModel Cluster(string id, params string[] models) => new()
    {
        ClusterId = id,
        Provider = ProviderNames.OpenAi,
        Models = [.. models.Select(model => new ModelPattern(model))],
    };

    public static FallbackList List(string model, params FailoverTarget[] targets) => new([(new ModelPattern(model), targets)]);

    /// <summary>Lets the attempt under way fail, and says what is next: <c>cluster/model at destination after ms</c>.</summary>
    public string Fail(FailureKind kind, TimeSpan? retryAfter = null, TimeSpan? took = null)
    {
        var attempt = Exchange.Attempt!;
        if (kind is not (FailureKind.NoDestination or FailureKind.Unsupported))
        {
            Exchange.Attempts++;
            attempt.SentAt = Clock.GetTimestamp();
            attempt.Destination = attempt.Only ?? Untried(attempt);
        }

        Clock.Advance(took ?? TimeSpan.Zero);
        var failure = new AttemptFailure(kind, new LlmError(502, LlmErrorTypes.Upstream, kind.ToString(), "x")) { RetryAfter = retryAfter };
        if (_planner.Decide(attempt, failure) is not { } next)
            return "none";
        Exchange.Attempt = NewAttempt(next.Target, next.Destination);
        Clock.Advance(next.Delay);
        var at = next.Destination is { } same ? $" at {same.DestinationId}" : "";
        var after = next.Delay > TimeSpan.Zero ? $" after {next.Delay.TotalMilliseconds}" : "";
        return $"{next.Target.Cluster.ClusterId}/{next.Target.Model}{at}{after}";
    }

    /// <summary>Takes away what a cluster has.</summary>
    public void Lose(string cluster) => _clusters[cluster].DestinationsState = new(_clusters[cluster].DestinationsState.AllDestinations, []);

    public bool TryGetCluster(string id, [NotNullWhen(true)] out ClusterState? cluster) => _clusters.TryGetValue(id, out cluster);

    public bool TryGetRoute(string id, [NotNullWhen(true)] out RouteModel? route)
    {
        route = null;
        return false;
    }

    public IEnumerable<RouteModel> GetRoutes() => [];

    public IEnumerable<ClusterState> GetClusters() => _clusters.Values;

    private LlmAttempt NewAttempt(FailoverTarget target, DestinationState? only = null) =>
        new(Exchange, target, Adapters.Get(target.Cluster.Provider)) { Only = only };

    private DestinationState Untried(LlmAttempt attempt)
    {
        var all = _clusters[attempt.Cluster.ClusterId].DestinationsState.AllDestinations;
        return all.FirstOrDefault(destination => Exchange.Failover?.AttemptsAt(destination) is not > 0) ?? all[0];
    }
}
