using System.Text.Json.Nodes;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Prompts;

/// <summary>A gateway that writes its evaluation log to a folder which goes with the test.</summary>
internal sealed class EvaluationGateway : IAsyncDisposable
{
    private bool _isStopped;

    private EvaluationGateway(TestGateway gateway, string store)
    {
        Gateway = gateway;
        Store = store;
    }

    /// <summary>The gateway.</summary>
    public TestGateway Gateway { get; }

    /// <summary>The store's folder.</summary>
    public string Store { get; }

    /// <summary>Starts one; <paramref name="settings"/> are those of <c>Evaluations</c>, and <paramref name="prompts"/> what stands beside them.</summary>
    public static async Task<EvaluationGateway> StartAsync(
        Uri provider, string settings = "\"Enabled\": true, \"All\": true, \"Content\": true", string route = "", string proxy = "", string prompts = "")
    {
        var store = Path.Combine(Path.GetTempPath(), $"llmproxy-{Guid.NewGuid():N}");
        var config = TestGateway.Config(provider, proxy: $"\"Prompts\": {{ \"Evaluations\": {{ {settings} }}{prompts} }}{(proxy.Length > 0 ? ", " + proxy : "")}", route: route);
        return new(await TestGateway.StartAsync(config, null, $"--LlmProxy:Storage:Path={store}"), store);
    }

    /// <summary>Asks, and reads the answer to its end.</summary>
    /// <returns>The gateway's id of the request, and the body.</returns>
    public async Task<(string RequestId, string Body)> AskAsync(string json, string path = "/v1/chat/completions")
    {
        using var response = await Gateway.PostAsync(path, json);
        return (response.Headers.GetValues("x-llmproxy-request-id").Single(), await response.Content.ReadAsStringAsync());
    }

    /// <summary>The exported lines. A request's books are closed after its last byte: it is asked until there are as many as are expected.</summary>
    public async Task<List<JsonNode>> ExportAsync(int expected, string query = "")
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var text = await Gateway.Client.GetStringAsync(new Uri($"/v1/evaluations{query}", UriKind.Relative), patience.Token);
            var lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (lines.Length >= expected)
                return [.. lines.Select(line => JsonNode.Parse(line)!)];
            await Task.Yield();
        }
    }

    /// <summary>Stops the gateway; what it has written stays until this is disposed of.</summary>
    public async Task StopAsync()
    {
        if (!_isStopped)
            await Gateway.DisposeAsync();
        _isStopped = true;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (Directory.Exists(Store))
            Directory.Delete(Store, recursive: true);
    }
}
