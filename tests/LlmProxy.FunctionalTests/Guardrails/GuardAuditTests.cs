using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Metering.Ledger;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Guardrails;

/// <summary>What guards did is told in four places, alike, and where they are tried.</summary>
public sealed class GuardAuditTests
{
    // A face and a space; 20 characters of address.
    private const string Said = "😀 jane.doe@example.com";

    // "Schlüssel " are 10, the face and a space 12, the key 20 more, ", ok" 36.
    private const string Begun = "Schlüssel 😀 AKIAQWER";
    private const string Ended = "TYUIOPASDFGH, ok";

    private const string OfRequest = "EMAIL:messages[0].content:2-22";
    private const string OfAnswer = "AWS_KEY:choices[0].assistant:12-32";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Finding_InRequestAndAnswer_IsToldInHeaderLogLedgerAndTrace(bool stream)
    {
        await using var provider = stream
            ? await ScriptedProvider.StartStreamAsync(Chunk(Begun), Chunk(Ended), "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n", "data: [DONE]\n\n")
            : await ScriptedProvider.StartAsync(JsonSerializer.Serialize(new { choices = new[] { new { index = 0, message = new { role = "assistant", content = Begun + Ended }, finish_reason = "stop" } } }));
        using var log = new LogCollector();
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, configure: builder => log.AddTo(builder), route: """ "Guardrails": { "Input": [ "pii" ], "Output": [ "secrets" ] } """);
        var trace = ActivityTraceId.CreateRandom();
        using var spans = new Results(trace);

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", JsonSerializer.Serialize(new { model = "m", stream, messages = new[] { new { role = "user", content = Said } } }), ("traceparent", $"00-{trace}-b7ad6b7169203331-01"));
        var body = await response.Content.ReadAsStringAsync();

        Assert.Contains("REDACTED_AWS_KEY", body, StringComparison.Ordinal);
        var request = $"pii=redacted;EMAIL=1;chars=22;at={OfRequest}";
        Assert.Equal(
            stream ? request : $"{request}, out:secrets=redacted;AWS_KEY=1;chars=36;at={OfAnswer}",
            response.Headers.GetValues("x-llmproxy-guardrails").Single());
        var line = $"pii=redacted;EMAIL=1;score=1;chars=22;at={OfRequest}, out:secrets=redacted;AWS_KEY=1;score=1;chars=36;at={OfAnswer}";
        Assert.Equal(line, (await log.WaitForAsync("GuardrailsActed"))["Verdicts"]);
        Assert.Equal(line, (await RecordAsync(gateway)).Guardrails);
        Assert.Equal([("input", 22L, OfRequest), ("output", 36L, OfAnswer)], spans.All);
    }

    [Fact]
    public async Task Check_TheSameTexts_HasTheSamePositions()
    {
        await using var gateway = await TestGateway.BeforeAsync(new Uri("http://127.0.0.1:1"));

        Assert.Equal((2, 22, 22), await CheckAsync(gateway, new { guardrails = new[] { "pii" }, direction = "input", text = Said }));
        Assert.Equal((12, 32, 36), await CheckAsync(gateway, new { guardrails = new[] { "secrets" }, direction = "output", text = Begun + Ended }));
        Assert.Equal((12, 32, 36), await CheckAsync(gateway, new { guardrails = new[] { "secrets" }, direction = "output", chunks = new[] { Begun, Ended } }));
    }

    private static async Task<(int Start, int End, int Characters)> CheckAsync(TestGateway gateway, object question)
    {
        var response = await gateway.PostAsync("/v1/guardrails/check", JsonSerializer.Serialize(question));
        var guard = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["guardrails"]![0]!;
        return ((int)guard["entities"]![0]!["start"]!, (int)guard["entities"]![0]!["end"]!, (int)guard["characters"]!);
    }

    private static string Chunk(string text) =>
        "data: " + JsonSerializer.Serialize(new { choices = new[] { new { index = 0, delta = new { content = text } } } }) + "\n\n";

    private static async Task<LedgerRecord> RecordAsync(TestGateway gateway)
    {
        await foreach (var record in gateway.Services.GetRequiredService<ILedgerStore>().ReadAsync(new LedgerQuery(), CancellationToken.None))
            return record;
        throw new InvalidOperationException("There is no record.");
    }

    /// <summary>The results of guards in one trace.</summary>
    private sealed class Results : IDisposable
    {
        private readonly ConcurrentQueue<(string, long, string)> _all = new();
        private readonly ActivityListener _listener;

        public Results(ActivityTraceId trace)
        {
            _listener = new ActivityListener
            {
                // The server's own span takes the caller's trace over.
                ShouldListenTo = source => source.Name is "LlmProxy" or "Microsoft.AspNetCore",
                Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                    options.TraceId == trace ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
                ActivityStopped = activity =>
                {
                    foreach (var told in activity.Events.Where(told => activity.TraceId == trace && told.Name == "llmproxy.guardrail.result"))
                    {
                        var tags = told.Tags.ToDictionary();
                        _all.Enqueue(((string)tags["llmproxy.guardrail.direction"]!, (long)tags["llmproxy.guardrail.characters"]!, ((string[])tags["llmproxy.guardrail.places"]!).Single()));
                    }
                },
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IEnumerable<(string, long, string)> All => _all;

        public void Dispose() => _listener.Dispose();
    }
}
