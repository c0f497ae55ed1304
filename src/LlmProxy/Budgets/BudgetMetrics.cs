using System.Diagnostics.Metrics;
using LlmProxy.Configuration;
using LlmProxy.Telemetry;

namespace LlmProxy.Budgets;

/// <summary>What is measured of money that is budgeted. Of parties only that of all together, so that labels stay few.</summary>
internal sealed class BudgetMetrics
{
    private readonly Meter _meter;
    private readonly LlmConfigState _configuration;
    private readonly TimeProvider _clock;
    private readonly Counter<long> _downgrades;

    public BudgetMetrics(IMeterFactory meters, LlmConfigState configuration, TimeProvider clock)
    {
        _configuration = configuration;
        _clock = clock;
        _meter = meters.Create(LlmTelemetry.MeterName, LlmTelemetry.Version);
        _downgrades = _meter.CreateCounter<long>(
            MetricNames.BudgetDowngrades, "{request}", "Requests that went to a cheaper model since money runs out.");
    }

    /// <summary>A request goes to a cheaper model.</summary>
    /// <param name="scope">Whose money runs out.</param>
    public void Downgraded(string scope) => _downgrades.Add(1, new KeyValuePair<string, object?>(TagNames.LimitScope, scope));

    /// <summary>Says what is shown. To be called once.</summary>
    public void Observe(BudgetAccount total, BudgetEmergency emergency)
    {
        _meter.CreateObservableGauge(MetricNames.BudgetSpent, () => Spent(total), "{USD}", "What all callers have spent of budgets in the period.");
        _meter.CreateObservableGauge(MetricNames.BudgetLimit, Limits, "{USD}", "What all callers may spend in the period.");
        _meter.CreateObservableGauge(
            MetricNames.BudgetEmergency, () => emergency.Since is null ? 0 : 1, "{emergency}", "Whether the budget of all is spent: 1, else 0.");
    }

    private IEnumerable<Measurement<double>> Spent(BudgetAccount total) =>
        total.Read(_clock.GetUtcNow()).Select(reading => new Measurement<double>((double)reading.Spent, Tag(reading.Period)));

    private IEnumerable<Measurement<double>> Limits()
    {
        var hard = _configuration.Current.Proxy.Budgets.Total.Hard;
        return BudgetPeriods.All.Where(period => hard[period] is not null)
            .Select(period => new Measurement<double>((double)hard[period]!.Value, Tag(period)));
    }

    private static KeyValuePair<string, object?> Tag(BudgetPeriod period) => new(TagNames.Period, period.Name());
}
