using System.Diagnostics.Metrics;
using LlmProxy.Configuration;
using LlmProxy.Configuration.Routing;
using LlmProxy.Configuration.Secrets;
using LlmProxy.Events;
using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using LlmProxy.Tests.Budgets;
using LlmProxy.Tests.Health.Degradation;
using LlmProxy.Tests.Telemetry;
using LlmProxy.Webhooks;
using LlmProxy.Webhooks.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tests.Webhooks;

/// <summary>Webhooks with a scripted receiver behind them, and a clock that stands.</summary>
internal sealed class WebhookFixture : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly WebhookSender _sender;

    public WebhookFixture(IStateStore? store = null, params WebhookModel[] receivers)
    {
        Store = store ?? new MemoryStateStore();
        Configuration.Current = new() { Proxy = new() { Webhooks = receivers } };
        var factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, factory))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((i, value, tags, _) => Measured.Add($"{i.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        _listener.Start();
        var metrics = new WebhookMetrics(factory);
        Outbox = new(Store, metrics, maxEvents: 5);
        Hub = new(Configuration, Outbox, Clock);
        _sender = new(Clock, Answers);
        Degradations = TestComponents.Create(Clock, services => services.AddSideComponent(WebhookDispatcher.Component));
        Dispatcher = new(Configuration, Hub, Outbox, _sender, metrics, Degradations, Clock, new Logger<WebhookDispatcher>(Log)) { Random = () => 1 };
    }

    public IStateStore Store { get; }

    public CalendarClock Clock { get; } = new("2026-11-21T12:00:00Z");

    public LlmConfigState Configuration { get; } = new();

    public ScriptedHandler Answers { get; } = new();

    public Degradations Degradations { get; }

    public LogCollector Log { get; } = new();

    public List<string> Measured { get; } = [];

    public Outbox Outbox { get; }

    public WebhookHub Hub { get; }

    public WebhookDispatcher Dispatcher { get; }

    public static WebhookModel Receiver(string name, params string[] events) => new()
    {
        Name = name,
        Url = new Uri($"https://{name}.example/hook"),
        Secret = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
        Events = [.. events.Select(pattern => new ModelPattern(pattern))],
        MaxBatch = 3,
    };

    public static KeyEvent Happened(string keyId = "key_1") => new(EventTypes.KeyRevoked, CalendarClock.At("2026-11-21T11:59:59Z"), keyId, "acme", null);

    /// <summary>Delivers what is due for all receivers.</summary>
    public async Task DrainAsync()
    {
        foreach (var receiver in Configuration.Current.Proxy.Webhooks)
            await Dispatcher.DrainAsync(receiver, default);
    }

    public void Dispose()
    {
        _listener.Dispose();
        Dispatcher.Dispose();
        _sender.Dispose();
        Log.Dispose();
        _services.Dispose();
    }
}
