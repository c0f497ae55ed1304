using System.Diagnostics;
using System.Globalization;
using LlmProxy.Load.Measure;
using LlmProxy.Load.Processes;

namespace LlmProxy.Load.Chaos;

/// <summary>What must be so once the load is over and every target is healthy: nothing is held, and nothing is given up for good.</summary>
/// <param name="gateway">The gateway.</param>
/// <param name="ledger">For the requests that see whether all works again.</param>
/// <param name="targets">The targets.</param>
internal sealed class Aftermath(ServerProcess gateway, ChaosLedger ledger, IReadOnlyList<ChaosTarget> targets)
{
    // Longer than any limit of the gateway's configuration.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan BetweenReadings = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits for it, but not for ever.</summary>
    public async Task<IReadOnlyList<Condition>> CheckAsync(CancellationToken stop)
    {
        var conditions = new List<Condition>();
        if (gateway.HasExited)
        {
            conditions.Add(new Condition("the gateway still runs", false, "it ended by itself"));
            return conditions;
        }

        conditions.Add(await UntilAsync("requests still open at the targets are 0", () => Task.FromResult((double)targets.Sum(target => target.Open)), 0, stop));
        conditions.Add(await MetricAsync("llmproxy.requests.active is 0", "llmproxy_requests_active", null, 0, stop));
        conditions.Add(await MetricAsync("llmproxy.bytes.buffered is 0", "llmproxy_bytes_buffered", null, 0, stop));
        // The connection that asks is one.
        conditions.Add(await MetricAsync("kestrel.active_connections is 1, the one that asks", "kestrel_active_connections", null, 1, stop));
        conditions.Add(await MetricAsync("http.client.active_requests is 0", "http_client_active_requests", null, 0, stop));
        conditions.Add(await MetricAsync(
            "http.client.open_connections that are active is 0", "http_client_open_connections", "http_connection_state=\"active\"", 0, stop));
        conditions.Add(await ServesAgainAsync("each target answers alone", target => ChaosConfiguration.Direct(target), stop));
        conditions.Add(await ServesAgainAsync("each target answers as a destination of the pool", _ => ChaosConfiguration.Pool, stop));
        conditions.Add(await FirstOfChainAsync(stop));
        var oddities = targets.SelectMany(target => target.Oddities).ToArray();
        conditions.Add(new Condition("targets saw nothing odd", oddities.Length == 0, oddities.Length == 0 ? "nothing" : string.Join("; ", oddities)));
        return conditions;
    }

    private Task<Condition> MetricAsync(string what, string name, string? label, double wanted, CancellationToken stop) =>
        UntilAsync(what, async () => (await GatewayMetrics.ReadAsync(gateway.Target.EndPoint, stop)).Sum(name, label), wanted, stop);

    private static async Task<Condition> UntilAsync(string what, Func<Task<double>> read, double wanted, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var value = await read();
            var waited = Stopwatch.GetElapsedTime(started);
            // A series that nothing was ever counted in does not exist; only what should be 0 may be missing.
            var holds = value == wanted || (double.IsNaN(value) && wanted == 0);
            if (holds || waited > Patience)
            {
                return new Condition(what, holds, string.Create(
                    CultureInfo.InvariantCulture, $"{(double.IsNaN(value) ? "never counted" : value)} after {waited.TotalSeconds:0.0} s"));
            }

            await Task.Delay(BetweenReadings, stop);
        }
    }

    /// <summary>Sends requests until each target has answered one.</summary>
    private async Task<Condition> ServesAgainAsync(string what, Func<int, string> model, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var before = targets.Select(target => target.Served).ToArray();
        for (var target = 0; target < targets.Count; target++)
        {
            while (targets[target].Served == before[target])
            {
                if (Stopwatch.GetElapsedTime(started) > Patience)
                    return new Condition(what, false, $"target {target + 1} had not answered after {Patience.TotalSeconds} s");
                await OneAsync(model(target), stop);
            }
        }

        return new Condition(what, true, string.Create(CultureInfo.InvariantCulture, $"after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s"));
    }

    /// <summary>The chain's first cluster is healthy, so its requests belong there again.</summary>
    private async Task<Condition> FirstOfChainAsync(CancellationToken stop)
    {
        const string what = "the chain's first target answers its requests";
        var started = Stopwatch.GetTimestamp();
        var before = targets[0].Served;
        while (targets[0].Served == before)
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
                return new Condition(what, false, $"it had not after {Patience.TotalSeconds} s");
            await OneAsync(ChaosConfiguration.Chain, stop);
        }

        return new Condition(what, true, string.Create(CultureInfo.InvariantCulture, $"after {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s"));
    }

    private async Task OneAsync(string model, CancellationToken stop)
    {
        using var client = new ChaosClient(gateway.Target, model, ledger, targets, new ChaosTally(), Random.Shared);
        if ((await client.OneAsync(stream: false, stop)).Outcome != AnswerOutcome.Whole)
            await Task.Delay(BetweenReadings, stop);
    }
}
