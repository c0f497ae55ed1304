using System.Diagnostics;
using System.Diagnostics.Metrics;
using LlmProxy.Failover.Failures;
using LlmProxy.Health.Degradation;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Telemetry;

/// <summary>The meter <see cref="LlmTelemetry.MeterName"/>. With nobody listening, no tag is built. Whoever listens and throws harms no request.</summary>
internal sealed class LlmMetrics
{
    // Boundaries of the three gen_ai histograms are those of the conventions; a deep-thinking call outlives their
    // last one, 81.92 s, so the durations get three more.
    private static readonly double[] DurationBounds =
        [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84, 327.68, 655.36];

    private static readonly long[] TokenBounds =
        [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864];

    private static readonly double[] FirstTokenBounds =
        [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

    private static readonly double[] OverheadBounds =
        [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0];

    private readonly Meter _meter;
    private readonly ModelLabels _models;
    private readonly SideComponent _guard;
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _tokens;
    private readonly Histogram<double> _firstToken;
    private readonly Counter<long> _requests;
    private readonly UpDownCounter<long> _active;
    private readonly Histogram<double> _overhead;
    private readonly Counter<long> _reloads;
    private readonly Counter<long> _attemptFailures;
    private readonly Counter<long> _hedges;
    private readonly Counter<long> _shadows;
    private readonly Histogram<double> _shadowDuration;
    private readonly Counter<long> _unknownCosts;
    private readonly Counter<double> _costs;

    public LlmMetrics(IMeterFactory meters, ModelLabels models, Degradations degradations)
    {
        _guard = degradations.Get(ComponentNames.Metrics);
        _models = models;
        _meter = meters.Create(LlmTelemetry.MeterName, LlmTelemetry.Version);
        _duration = _meter.CreateHistogram(
            MetricNames.OperationDuration, "s", "GenAI operation duration.", null, Buckets(DurationBounds));
        _tokens = _meter.CreateHistogram(
            MetricNames.TokenUsage, "{token}", "Number of input and output tokens used.", null, Buckets(TokenBounds));
        _firstToken = _meter.CreateHistogram(
            MetricNames.TimeToFirstToken, "s", "Time to the first token of a streamed answer.", null, Buckets(FirstTokenBounds));
        _requests = _meter.CreateCounter<long>(
            MetricNames.Requests, "{request}", "Requests that have ended.");
        _active = _meter.CreateUpDownCounter<long>(
            MetricNames.ActiveRequests, "{request}", "Requests that are being served.");
        _overhead = _meter.CreateHistogram(
            MetricNames.GatewayOverhead, "s", "Time a request spent in the gateway, not waiting for a provider.", null,
            Buckets(OverheadBounds));
        _attemptFailures = _meter.CreateCounter<long>(
            MetricNames.AttemptFailures, "{attempt}", "Attempts that failed before anything of them reached the client.");
        _hedges = _meter.CreateCounter<long>(
            MetricNames.Hedges, "{request}", "Requests whose first token was late, by what became of the second attempt.");
        _shadows = _meter.CreateCounter<long>(
            MetricNames.ShadowRequests, "{request}", "Copies of requests that went to another model in the background.");
        _shadowDuration = _meter.CreateHistogram(
            MetricNames.ShadowDuration, "s", "Duration of copied requests.", null, Buckets(DurationBounds));
        _costs = _meter.CreateCounter<double>(
            MetricNames.Cost, "{USD}", "What calls have cost, shadows included; an approximation of the ledger's exact sum.");
        _unknownCosts = _meter.CreateCounter<long>(
            MetricNames.UnknownCosts, "{call}", "Calls whose cost nobody knows, since some part of them has no known price.");
        _reloads = _meter.CreateCounter<long>(
            MetricNames.ConfigurationReloads, "{reload}", "Configuration reloads.");
    }

    /// <summary>A request has arrived; <see cref="RecordRequest"/> must follow.</summary>
    public void RequestStarted()
    {
        try
        {
            _active.Add(1);
            _guard.Succeeded();
        }
        catch (Exception e)
        {
            _guard.Report(e);
        }
    }

    /// <summary>A request has ended.</summary>
    public void RecordRequest(in RequestFacts facts)
    {
        try
        {
            Record(facts);
            _guard.Succeeded();
        }
        catch (Exception e)
        {
            _guard.Report(e);
        }
    }

    /// <summary>An attempt has failed before anything of it reached the client.</summary>
    public void AttemptFailed(string cluster, FailureKind kind)
    {
        try
        {
            _attemptFailures.Add(
            1, new KeyValuePair<string, object?>(TagNames.Cluster, cluster), new KeyValuePair<string, object?>(TagNames.Failure, FailureNames.Of(kind)));
            _guard.Succeeded();
        }
        catch (Exception e)
        {
            _guard.Report(e);
        }
    }

    /// <summary>A request's first token was late.</summary>
    public void Hedged(string route, string outcome) => _hedges.Add(
        1, new KeyValuePair<string, object?>(TagNames.Route, route), new KeyValuePair<string, object?>(TagNames.Outcome, outcome));

    /// <summary>A request was to be copied.</summary>
    public void Shadowed(string route, string outcome) => _shadows.Add(
        1, new KeyValuePair<string, object?>(TagNames.Route, route), new KeyValuePair<string, object?>(TagNames.Outcome, outcome));

    /// <summary>A copy has ended.</summary>
    public void ShadowEnded(string route, string cluster, TimeSpan duration) => _shadowDuration.Record(
        duration.TotalSeconds, new KeyValuePair<string, object?>(TagNames.Route, route), new KeyValuePair<string, object?>(TagNames.Cluster, cluster));

    /// <summary>Says where detached attempts are counted. To be called once.</summary>
    public void ObserveFlights(Func<int> flights) =>
        _meter.CreateObservableGauge(MetricNames.Flights, flights, "{attempt}", "Attempts that run detached from their client.");

    /// <summary>Calls have cost something.</summary>
    /// <param name="charges">What each has; an unknown cost is counted elsewhere.</param>
    /// <param name="modelPattern">The configured name or pattern that their request matched.</param>
    public void Spent(IReadOnlyList<Charge> charges, string? modelPattern)
    {
        try
        {
            // By index: an enumerator of a list of some kind is an object.
            for (var i = 0; _costs.Enabled && i < charges.Count; i++)
            {
                var charge = charges[i];
                if (charge.Cost is { } cost)
                {
                    _costs.Add(
                        (double)cost, new KeyValuePair<string, object?>(TagNames.Cluster, charge.Cluster),
                        new KeyValuePair<string, object?>(TagNames.RequestModel, _models.Of(modelPattern)));
                }
            }

            _guard.Succeeded();
        }
        catch (Exception e)
        {
            _guard.Report(e);
        }
    }

    /// <summary>A call was made whose cost nobody knows.</summary>
    public void CostUnknown(string cluster)
    {
        try
        {
            _unknownCosts.Add(1, new KeyValuePair<string, object?>(TagNames.Cluster, cluster));
            _guard.Succeeded();
        }
        catch (Exception e)
        {
            _guard.Report(e);
        }
    }

    /// <summary>The configuration was read anew.</summary>
    /// <param name="accepted">Whether it is in force now; else the last good one is.</param>
    public void ConfigurationReloaded(bool accepted)
    {
        try
        {
            _reloads.Add(1, new KeyValuePair<string, object?>(TagNames.Outcome, accepted ? "accepted" : "refused"));
            _guard.Succeeded();
        }
        catch (Exception e)
        {
            _guard.Report(e);
        }
    }

    /// <summary>Says where the bytes of request bodies in memory are counted. To be called once.</summary>
    public void ObserveBufferedBytes(Func<long> bytes) =>
        _meter.CreateObservableGauge(MetricNames.BufferedBytes, bytes, "By", "Request bodies held in memory.");

    private void Record(in RequestFacts facts)
    {
        _active.Add(-1);
        if (_requests.Enabled) _requests.Add(1, RequestTags(facts));
        if (_overhead.Enabled && facts.ProviderWait is { } wait) RecordOverhead(facts.Duration - wait - facts.Queued, facts);

        // Without a provider there was no operation of a model; the conventions require its name.
        if (facts.Provider is null) return;
        if (_duration.Enabled) RecordDuration(facts);
        if (_tokens.Enabled && !facts.Usage.IsEmpty) RecordTokens(facts);
        if (_firstToken.Enabled && facts.FirstToken is { } first && !facts.Outcome.IsError())
        {
            _firstToken.Record(first.TotalSeconds, OperationTags(facts));
        }
    }

    private void RecordOverhead(TimeSpan overhead, in RequestFacts facts)
    {
        // The two clocks stop at slightly different moments; a negative value would be their difference, not a time.
        var seconds = Math.Max(0, overhead.TotalSeconds);
        _overhead.Record(
            seconds,
            new KeyValuePair<string, object?>(TagNames.Endpoint, facts.Endpoint),
            new KeyValuePair<string, object?>(TagNames.Stream, facts.Stream ? "true" : "false"));
    }

    private void RecordDuration(in RequestFacts facts)
    {
        var tags = OperationTags(facts);
        if (facts.ErrorType is { } error && facts.Outcome.IsError()) tags.Add(TagNames.ErrorType, error);
        _duration.Record(facts.Duration.TotalSeconds, tags);
    }

    private void RecordTokens(in RequestFacts facts)
    {
        RecordTokens(facts, facts.Usage.InputTokens, "input");
        RecordTokens(facts, facts.Usage.OutputTokens, "output");
    }

    private void RecordTokens(in RequestFacts facts, long? count, string type)
    {
        if (count is not { } tokens) return;
        var tags = OperationTags(facts);
        tags.Add(TagNames.TokenType, type);
        _tokens.Record(tokens, tags);
    }

    private TagList RequestTags(in RequestFacts facts) => new()
    {
        { TagNames.Endpoint, facts.Endpoint },
        { TagNames.Route, facts.Route ?? "" },
        { TagNames.Cluster, facts.Cluster ?? "" },
        { TagNames.RequestModel, _models.Of(facts.ModelPattern) },
        { TagNames.HttpStatus, StatusText.Of(facts.Status) },
        { TagNames.Outcome, facts.Outcome.ToTag() },
    };

    private TagList OperationTags(in RequestFacts facts) => new()
    {
        { TagNames.OperationName, facts.Operation },
        { TagNames.ProviderName, facts.Provider },
        { TagNames.RequestModel, _models.Of(facts.ModelPattern) },
    };

    private static InstrumentAdvice<T> Buckets<T>(T[] bounds)
        where T : struct => new() { HistogramBucketBoundaries = bounds };
}
