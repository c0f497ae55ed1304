using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using LlmProxy.Telemetry;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Health.Degradation;

/// <summary>All side components, and what is wrong with them.</summary>
public sealed partial class Degradations
{
    private readonly FrozenDictionary<string, SideComponent> _components;
    private readonly ILogger _logger;
    private readonly Counter<long> _failures;

    internal Degradations(
        IEnumerable<SideComponentRegistration> registrations, IMeterFactory meters, TimeProvider clock, ILogger<Degradations> logger)
    {
        _logger = logger;
        // A name that is registered twice keeps its first settings.
        _components = registrations.DistinctBy(registration => registration.Name)
            .Select(registration => new SideComponent(this, registration, clock))
            .ToFrozenDictionary(component => component.Name);
        var meter = meters.Create(LlmTelemetry.MeterName, LlmTelemetry.Version);
        _failures = meter.CreateCounter<long>(MetricNames.SideFailures, "{failure}", "Failures of side components, which no request has felt.");
        meter.CreateObservableGauge(MetricNames.Degraded, Observe, "{component}", "Whether a side component is broken: 1, else 0.");
    }

    /// <summary>All components, by name.</summary>
    public IReadOnlyDictionary<string, SideComponent> Components => _components;

    /// <summary>A component.</summary>
    /// <exception cref="KeyNotFoundException">None was registered by this name.</exception>
    public SideComponent Get(string name) => _components[name];

    /// <summary>Counts a failure. What counts may be the very thing that fails.</summary>
    internal void Count(SideComponent component)
    {
        try
        {
            _failures.Add(1, Tag(component));
        }
        catch (Exception)
        {
            // The failure stands in the component's state.
        }
    }

    /// <summary>Tells once of each change.</summary>
    internal void Changed(SideComponent component, string? reason)
    {
        try
        {
            if (reason is null)
                Log.Recovered(_logger, component.Name);
            else
                Log.Degraded(_logger, component.Name, reason);
        }
        catch (Exception)
        {
            // As above: a log that cannot be written to is a degradation like others.
        }
    }

    private static KeyValuePair<string, object?> Tag(SideComponent component) => new(TagNames.Component, component.Name);

    private IEnumerable<Measurement<int>> Observe() =>
        _components.Values.Select(component => new Measurement<int>(component.Current is null ? 0 : 1, Tag(component)));

    // Event ids 240 to 249. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            240, LogLevel.Warning, "'{Component}' does not work: {Reason}. Requests go on without it.", EventName = "Degraded")]
        public static partial void Degraded(ILogger logger, string component, string reason);

        [LoggerMessage(241, LogLevel.Information, "'{Component}' works again.", EventName = "Recovered")]
        public static partial void Recovered(ILogger logger, string component);
    }
}
