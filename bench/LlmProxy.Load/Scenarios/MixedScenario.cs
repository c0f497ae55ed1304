using LlmProxy.Load.Generator;
using LlmProxy.Load.Measure;
using LlmProxy.Load.Report;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Load.Scenarios;

/// <summary>Clients that each do this and that: of ten exchanges five are chats, two embeddings, two streams and one a long prompt.</summary>
/// <param name="clients">How many at once.</param>
internal sealed class MixedScenario(int clients) : IScenario
{
    private static readonly StreamExchange Stream = new(new StreamPlan(20, 5));

    private static readonly Exchange[] Mix =
    [
        JsonExchange.Chat, Stream, JsonExchange.Chat, JsonExchange.Embedding, JsonExchange.Chat,
        JsonExchange.LongPrompt, JsonExchange.Chat, Stream, JsonExchange.Embedding, JsonExchange.Chat,
    ];

    /// <inheritdoc/>
    public string Name => $"mixed, {clients} clients";

    /// <inheritdoc/>
    public async Task RunAsync(Session session, LoadReport report)
    {
        var shape = new LoadShape(clients, session.Options.RunLength, Mix, TimeSpan.Zero);
        var pairs = await new PairedLoad(session, await session.YarpAndGatewayAsync() with { Direct = null }, shape).RunAsync(Name, session.Options.Pairs, report);
        report.Add(Measurement.Count(Name, "errors", pairs, run => run.Tally.Errors, Goal.None));
        report.Add(Measurement.Of(Name, "CPU µs per request", pairs, run => run.CpuPerRequest));
        report.Add(Measurement.Of(Name, "requests per second", pairs, run => run.RequestsPerSecond));
    }
}
