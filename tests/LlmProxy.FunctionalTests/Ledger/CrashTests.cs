using System.Globalization;
using LlmProxy.FunctionalTests.Support;
using Xunit.Abstractions;

namespace LlmProxy.FunctionalTests.Ledger;

/// <summary>What is left of the ledger when the gateway is killed in the middle of its work, or told to stop.</summary>
public sealed class CrashTests(ITestOutputHelper output) : IDisposable
{
    private readonly LedgerFile _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public async Task Kill_Strict_EveryAnswerThatAClientHasWholeIsOnRecord()
    {
        await using var gateway = await GatewayProcess.StartAsync(Config("Strict", "00:00:01"), _file.Folder);
        var load = new LedgerLoad(gateway, clients: 16, wanted: 300);
        await load.Enough();
        await gateway.KillAsync();
        await load.EndAsync();

        var kept = _file.Ids();
        output.WriteLine($"{load.Complete.Count} answers came whole, {kept.Count} records are on disk.");
        Assert.True(kept.IsSupersetOf(load.Complete), $"{load.Complete.Count(id => !kept.Contains(id))} are missing.");
        Assert.Equal(["ok"], _file.Query("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Kill_Batched_WhatWasWrittenStaysAndOnlyTheLastMayMiss()
    {
        await using var gateway = await GatewayProcess.StartAsync(Config("Batched", "00:00:00.200"), _file.Folder);
        var load = new LedgerLoad(gateway, clients: 16, wanted: 300);
        await load.Enough();
        // The load goes on; once these are on disk nothing may take them away again.
        var early = load.Complete.ToArray();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!_file.Ids().IsSupersetOf(early))
            patience.Token.ThrowIfCancellationRequested();
        await gateway.KillAsync();
        await load.EndAsync();

        var kept = _file.Ids();
        var missing = load.Complete.Count(id => !kept.Contains(id));
        output.WriteLine($"{load.Complete.Count} answers came whole, {missing} of them are not on record.");
        Assert.True(kept.IsSupersetOf(early));
        Assert.Equal(["ok"], _file.Query("PRAGMA integrity_check"));
    }

    [Fact]
    public async Task Stop_Batched_WritesAllBeforeItEnds()
    {
        // An interval that does not come to pass: what is on disk was written by the stop.
        await using var gateway = await GatewayProcess.StartAsync(Config("Batched", "00:01:00"), _file.Folder);
        var load = new LedgerLoad(gateway, clients: 8, wanted: 60);
        await load.Enough();
        gateway.Terminate();
        await load.EndAsync();
        Assert.Equal(0, await gateway.ExitAsync());
        Assert.True(_file.Ids().IsSupersetOf(load.Complete));
    }

    private static string Config(string durability, string interval) => string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "ReverseProxy": {
            "Routes": { "llm": { "ClusterId": "sandbox", "Match": { "Path": "/v1/{**rest}" }, "Llm": {} } },
            "Clusters": {
              "sandbox": { "Destinations": { "a": { "Address": "sandbox:" } }, "Llm": { "Provider": "sandbox", "Models": [ "*" ] } }
            }
          },
          "LlmProxy": { "Ledger": { "Durability": "{{durability}}", "FlushInterval": "{{interval}}" } }
        }
        """);
}
