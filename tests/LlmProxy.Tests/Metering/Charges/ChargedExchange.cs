using System.Collections.Frozen;
using LlmProxy.Budgets.Settings;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Routing;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Steps;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Planning;
using LlmProxy.Health.Degradation;
using LlmProxy.Metering;
using LlmProxy.Metering.Charges;
using LlmProxy.Metering.Ledger;
using LlmProxy.Metering.Ledger.Settings;
using LlmProxy.Metering.Prices;
using LlmProxy.Metering.Tokens;
using LlmProxy.Providers;
using LlmProxy.Tests.Failover.Planning;
using LlmProxy.Tests.Health.Degradation;
using LlmProxy.Tests.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Metering.Charges;

/// <summary>A request whose attempts stand as a test says, and what settles it.</summary>
internal sealed class ChargedExchange : IDisposable
{
    private readonly MetricCollector _metrics = new();

    public ChargedExchange(string path = "/v1/chat/completions", string method = "POST", bool stream = true, bool background = false, BudgetOptions? budgets = null, string? tier = null, LedgerOptions? ledger = null)
    {
        Assert.True(LlmPath.TryParse(path, out var parsed));
        var cluster = Cluster("up");
        var route = new LlmRouteModel
        {
            RouteId = "llm",
            ClusterId = "up",
            Clusters = [cluster],
            Router = new ModelRouter(cluster, [cluster]),
            MaxRequestBodyBytes = 1024,
            Proxy = budgets is null ? new LlmProxyModel { Ledger = ledger ?? new() } : new LlmProxyModel { Budgets = new(budgets, []) },
        };
        var context = new DefaultHttpContext();
        context.Request.Method = method;
        Exchange = new LlmExchange(context, route, parsed, "01ARZ3NDEKTSV4RRFFQ69G5FAV", Clock.GetTimestamp())
        {
            Model = "gpt-4o",
            Request = new LlmRequest { Body = default, Stream = stream, Background = background, ServiceTier = tier },
            IsAdmitted = true,
        };
        var prices = new PriceState(() => FlatPrices.Options);
        PriceVersion = prices.Current.Version;
        var unknown = new UnknownPrices(_metrics.Metrics, Clock, NullLogger<UnknownPrices>.Instance);
        Usages = new UsageReckoner(Estimator, Clock);
        Prices = new AttemptPrices(prices, unknown, Clock);
        Sheet = new ChargeSheet(Usages, Prices);
        Components = TestComponents.Create(Clock, services => services.AddSideComponent(RequestBooks.Component));
        Books = new RequestBooks(Sheet, new RecordWriter(new RequestReport(Clock), Clock), Ledger, _metrics.Metrics, Components);
    }

    public string PriceVersion { get; }

    public ManualClock Clock { get; } = new();

    public FixedEstimator Estimator { get; } = new();

    public ListLedger Ledger { get; } = new();

    public CountedReservation Reservation { get; } = new();

    public Degradations Components { get; }

    public LlmExchange Exchange { get; }

    public UsageReckoner Usages { get; }

    public AttemptPrices Prices { get; }

    public ChargeSheet Sheet { get; }

    public RequestBooks Books { get; }

    /// <summary>The price factors of the clusters that attempts go to from now on.</summary>
    public IReadOnlyDictionary<string, decimal> PriceFactors { get; set; } = FrozenDictionary<string, decimal>.Empty;

    public static LlmClusterModel Cluster(string id, IReadOnlyDictionary<string, decimal>? factors = null) =>
        new() { ClusterId = id, Provider = ProviderNames.OpenAi, PriceFactors = (factors ?? FrozenDictionary<string, decimal>.Empty).ToFrozenDictionary() };

    /// <summary>An attempt that was sent; the request's last one from now on.</summary>
    public LlmAttempt Send(string model = "gpt-4o", string cluster = "up")
    {
        var attempt = Unsent(model, cluster);
        Exchange.Attempts++;
        attempt.SentAt = Clock.GetTimestamp();
        attempt.HasLeft = true;
        return attempt;
    }

    /// <summary>An attempt that nothing was sent of; the request's last one from now on.</summary>
    public LlmAttempt Unsent(string model = "gpt-4o", string cluster = "up")
    {
        if (Exchange.Attempt is { } before)
            Exchange.PastAttempts.Add(before);
        return Exchange.Attempt = new LlmAttempt(Exchange, new FailoverTarget(Cluster(cluster, PriceFactors), model), new OpenAiAdapter(ProviderNames.OpenAi));
    }

    /// <summary>The same request once more, with the same attempt.</summary>
    public LlmExchange Another(LlmAttempt attempt) =>
        new(Exchange.Context, Exchange.Route, Exchange.Path, Exchange.RequestId, Exchange.Arrived)
        {
            Model = Exchange.Model,
            Request = Exchange.Request,
            IsAdmitted = true,
            Attempt = attempt,
            Attempts = 1,
        };

    /// <summary>Ends an attempt with its whole answer.</summary>
    public LlmAttempt Complete(LlmAttempt attempt, TokenUsage usage = default)
    {
        attempt.Status = 200;
        attempt.Usage = usage;
        attempt.Answer.Finish = FinishReason.Stop;
        attempt.Answer.LastByteAt = attempt.EndedAt = Clock.GetTimestamp();
        return attempt;
    }

    /// <summary>Ends an attempt before any of it has reached the client.</summary>
    public LlmAttempt Fail(LlmAttempt attempt, FailureKind kind, int? status = null)
    {
        attempt.Status = status;
        attempt.FailedAs = kind;
        attempt.EndedAt = Clock.GetTimestamp();
        return attempt;
    }

    /// <summary>Lets a piece of the answer come.</summary>
    public static void Receive(LlmAttempt attempt, string text)
    {
        attempt.Status = 200;
        attempt.Answer.FirstTokenAt = 1;
        attempt.ReceivedOutput ??= new ReceivedText();
        attempt.ReceivedOutput.Append(System.Text.Encoding.UTF8.GetBytes(text));
    }

    public void Dispose() => _metrics.Dispose();
}
