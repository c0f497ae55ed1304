using System.Diagnostics.Metrics;
using System.Globalization;
using LlmProxy.Budgets;
using LlmProxy.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Tests.Budgets;

public sealed class BudgetMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly List<string> _measured = [];

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void Total_SpentAndLimited_IsMeasuredByPeriod()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((i, value, tags, _) => Add(i, value.ToString(CultureInfo.InvariantCulture), tags));
        _listener.SetMeasurementEventCallback<int>((i, value, tags, _) => Add(i, value.ToString(CultureInfo.InvariantCulture), tags));
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Add(i, value.ToString(CultureInfo.InvariantCulture), tags));
        _listener.Start();
        var clock = new CalendarClock("2026-11-21T12:00:00Z");
        var configuration = new LlmConfigState { Current = new() { Proxy = new() { Budgets = new(new() { Total = new() { Week = 7.5m } }, []) } } };
        var metrics = new BudgetMetrics(factory, configuration, clock);
        var total = new BudgetAccount(BudgetOwner.All);
        var emergency = new BudgetEmergency();
        metrics.Observe(total, emergency);
        total.Settle(total.Take(2m, clock.GetUtcNow()), 2m, 1.25m, clock.GetUtcNow());

        metrics.Downgraded("user");
        emergency.Set(true, clock.GetUtcNow());
        _listener.RecordObservableInstruments();

        // Dashboards see these: names and labels are written out.
        Assert.Equal(
            [
                "llmproxy.budget.downgrades 1 llmproxy.limit.scope=user",
                "llmproxy.budget.emergency 1 ",
                "llmproxy.budget.limit 7.5 llmproxy.period=week",
                "llmproxy.budget.spent 1.25 llmproxy.period=day",
                "llmproxy.budget.spent 1.25 llmproxy.period=month",
                "llmproxy.budget.spent 1.25 llmproxy.period=week",
            ],
            _measured.Order(StringComparer.Ordinal));
    }

    private void Add(Instrument instrument, string value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");
}
