using LlmProxy.Load.Generator;
using LlmProxy.Load.Measure;
using LlmProxy.Load.Report;

namespace LlmProxy.Load.Scenarios;

/// <summary>Plain requests with plain answers: CPU time for each, and what the proxy adds to the waiting.</summary>
/// <param name="name">What the report calls it.</param>
/// <param name="exchange">The request.</param>
/// <param name="connections">Clients that repeat it without a pause.</param>
/// <param name="goal">For the CPU time.</param>
internal sealed class RequestScenario(string name, Exchange exchange, int connections, Goal? goal) : IScenario
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public async Task RunAsync(Session session, LoadReport report)
    {
        var shape = LoadShape.Repeat(exchange, connections, session.Options.RunLength);
        var pairs = await new PairedLoad(session, await session.YarpAndGatewayAsync(), shape).RunAsync(name, session.Options.Pairs, report);
        report.Add(Measurement.Of(name, "CPU µs per request", pairs, run => run.CpuPerRequest, goal));
        report.Add(Measurement.Added(name, "added p50 µs", pairs, run => run.Tally.Latency.Percentile(0.5)));
        report.Add(Measurement.Added(name, "added p99 µs", pairs, run => run.Tally.Latency.Percentile(0.99)));
        report.Add(Measurement.Of(name, "requests per second", pairs, run => run.RequestsPerSecond));
    }
}
