using LlmProxy.FunctionalTests.Failover;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Metering.Ledger;
using LlmProxy.Metering.Prices;
using LlmProxy.Metering.Tokens;

namespace LlmProxy.FunctionalTests.Metering;

/// <summary>A gateway with prices and counts that a test can reckon with, and its books: <c>m</c> and <c>other</c> cost $2.50, $1.25 cached and $10 per million tokens; nobody knows what others cost.</summary>
internal sealed class MeteredGateway : IAsyncDisposable
{
    private readonly LogCollector _log;

    private MeteredGateway(TestGateway gateway, LogCollector log)
    {
        Gateway = gateway;
        _log = log;
    }

    public TestGateway Gateway { get; }

    public static async Task<MeteredGateway> StartAsync(string config)
    {
        var log = new LogCollector();
        var gateway = await TestGateway.StartAsync(
            config,
            builder =>
            {
                builder.Services.AddSingleton<IPromptEstimator, FixedEstimator>();
                log.AddTo(builder);
            },
            [.. Price("m"), .. Price("other")]);
        return new MeteredGateway(gateway, log);
    }

    /// <summary>The version of the prices in force.</summary>
    public string PriceVersion => Gateway.Services.GetRequiredService<PriceState>().Current.Version;

    public Task<HttpResponseMessage> PostAsync(string json, params (string Name, string Value)[] headers) =>
        Gateway.PostAsync("/v1/chat/completions", json, headers);

    /// <summary>The log line of a request, and all records once it has ended and nothing is under way any more.</summary>
    public async Task<(IReadOnlyDictionary<string, object?> Line, List<LedgerRecord> Records)> EndedAsync(int number = 1)
    {
        var line = await _log.WaitForAsync("RequestFinished", number);
        await Flown.AssertNothingLeftAsync(Gateway);
        var records = new List<LedgerRecord>();
        await foreach (var record in Gateway.Services.GetRequiredService<ILedgerStore>().ReadAsync(new LedgerQuery(), CancellationToken.None))
            records.Add(record);
        return (line, records);
    }

    private static string[] Price(string model) =>
    [
        $"--LlmProxy:Prices:Models:{model}:Input=2.50",
        $"--LlmProxy:Prices:Models:{model}:CachedInput=1.25",
        $"--LlmProxy:Prices:Models:{model}:Output=10",
    ];

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        _log.Dispose();
    }
}
