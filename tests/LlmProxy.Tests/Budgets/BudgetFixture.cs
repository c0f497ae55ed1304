using System.Diagnostics.Metrics;
using LlmProxy.Budgets;
using LlmProxy.Budgets.Settings;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Routing;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Failover.Planning;
using LlmProxy.Metering.Prices;
using LlmProxy.Metering.Prices.Settings;
using LlmProxy.Providers;
using LlmProxy.Telemetry;
using LlmProxy.Tenancy;
using LlmProxy.Tenancy.Settings;
using LlmProxy.Tests.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Tests.Budgets;

/// <summary>
/// Budgets on 21 November 2026, and requests under them. Cluster <c>dear</c> serves <c>gpt-4o</c> ($2.50 and $10), <c>embed</c> ($0.02, $0),
/// and <c>odd</c>, which has no price; <c>cheap</c> serves <c>mini</c> ($0.15 and $0.60).
/// </summary>
internal sealed class BudgetFixture : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddLlmRequestTelemetry().BuildServiceProvider();
    private readonly LlmClusterModel _dear = Cluster("dear", "gpt-4o", "embed", "odd");
    private readonly LlmClusterModel _cheap = Cluster("cheap", "mini");
    private readonly ProviderAdapters _adapters = new([new OpenAiAdapter(ProviderNames.OpenAi)]);

    public BudgetFixture(BudgetOptions options, params (string Name, TenantOptions Tenant)[] tenants)
    {
        Options = new(options, tenants.Select(tenant => KeyValuePair.Create(tenant.Name, tenant.Tenant)));
        Configuration.Current = new() { Proxy = new() { Budgets = Options } };
        Book = new(Notes, Clock);
        var prices = new PriceOptions
        {
            Models =
            {
                ["gpt-4o"] = new() { Input = 2.50m, Output = 10m },
                ["embed"] = new() { Input = 0.02m, Output = 0m },
                ["mini"] = new() { Input = 0.15m, Output = 0.60m },
            },
        };
        Costs = new(new AttemptPrices(new PriceState(() => prices), new(_services.GetRequiredService<LlmMetrics>(), Clock, new LogCollector().CreateLogger<UnknownPrices>()), Clock));
        var metrics = new BudgetMetrics(_services.GetRequiredService<IMeterFactory>(), Configuration, Clock);
        Planner = new(Book, Costs, new Downgrader(Costs, _adapters), Tokens, metrics, Clock);
    }

    public CalendarClock Clock { get; } = new("2026-11-21T12:00:00Z");

    public LlmConfigState Configuration { get; } = new();

    public BudgetModel Options { get; }

    public BudgetNotes Notes { get; } = new();

    public BudgetBook Book { get; }

    public BudgetCosts Costs { get; }

    public TestTokens Tokens { get; } = new();

    public BudgetPlanner Planner { get; }

    public void Dispose() => _services.Dispose();

    /// <summary>A request as it is after routing.</summary>
    public LlmExchange Request(string model = "gpt-4o", string path = "/v1/chat/completions", string method = "POST", string? user = null, Caller? caller = null)
    {
        Assert.True(LlmPath.TryParse(path, out var parsed));
        var route = new LlmRouteModel
        {
            RouteId = "llm",
            ClusterId = "dear",
            Clusters = [_dear, _cheap],
            Router = new ModelRouter(_dear, [_dear, _cheap]),
            MaxRequestBodyBytes = 1_024,
            Proxy = Configuration.Current.Proxy,
        };
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        var exchange = new LlmExchange(context, route, parsed, "01ARZ3NDEKTSV4RRFFQ69G5FAV", 1) { Model = model, User = user, Caller = caller ?? Caller.Anonymous };
        var pick = route.Router.Pick(model);
        exchange.Attempt = new LlmAttempt(exchange, new FailoverTarget(pick.Cluster!, model, pick.Pattern), _adapters.Get(ProviderNames.OpenAi));
        return exchange;
    }

    /// <summary>A request that was planned.</summary>
    public LlmExchange Planned(string model = "gpt-4o", string path = "/v1/chat/completions", string method = "POST", string? user = null, Caller? caller = null)
    {
        var exchange = Request(model, path, method, user, caller);
        Planner.Plan(exchange);
        return exchange;
    }

    /// <summary>Spends money of an account.</summary>
    public void Spend(BudgetAccount account, decimal amount) =>
        account.Settle(account.Take(amount, Clock.GetUtcNow()), amount, amount, Clock.GetUtcNow());

    private static LlmClusterModel Cluster(string name, params string[] models) =>
        new() { ClusterId = name, Provider = ProviderNames.OpenAi, Models = [.. models.Select(model => new ModelPattern(model))] };
}
