using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.FunctionalTests.Tenancy;
using LlmProxy.Prompts.Catalogue;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Prompts;

/// <summary>Files of prompts change while requests run.</summary>
public sealed class PromptReloadTests
{
    private const string Answer = """{"id":"c","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}""";

    [Fact]
    public async Task Reload_WhileRequestsRun_EachIsPutUnderOneOfTheTextsAndServedOnesNeverChange()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        using var folder = new PromptFolderFixture(("chat@v1", "Text of v1."));
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: folder.Section, route: "\"Prompt\": \"chat\"");
        var files = gateway.Services.GetRequiredService<PromptFiles>();
        using var stop = new CancellationTokenSource();
        var statuses = new ConcurrentBag<HttpStatusCode>();
        var callers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                using var response = await gateway.PostAsync("/v1/chat/completions", KeyedGateway.Chat);
                statuses.Add(response.StatusCode);
                await response.Content.ReadAsStringAsync();
            }
        })).ToArray();

        // The first request is through, so what it was put under is served.
        await UntilAsync(() => !statuses.IsEmpty);
        folder.Write("chat@v1", "Another text under the same name.");
        folder.Write("chat@v2", "Text of v2.");
        await UntilAsync(() => Find(gateway, "v2") is not null);
        using (var live = await gateway.SendAsync("POST", "/v1/prompts/chat/live", null, """{"version":"v2"}"""))
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        await stop.CancelAsync();
        await Task.WhenAll(callers);
        using (var last = await gateway.PostAsync("/v1/chat/completions", KeyedGateway.Chat))
            statuses.Add(last.StatusCode);

        Assert.All(statuses, status => Assert.Equal(HttpStatusCode.OK, status));
        var texts = provider.Requests.Select(request => (string?)JsonNode.Parse(request.Body)!["messages"]![0]!["content"]).ToList();
        Assert.Equal(["Text of v1.", "Text of v2."], texts.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal("Text of v2.", texts[^1]);
        Assert.Equal("Text of v1.", Find(gateway, "v1")!.Source);
        using var health = await gateway.SendAsync("GET", "/health/ready", null);
        Assert.Contains("chat@v1 was served with", (string?)(await health.JsonAsync())["checks"]!["prompts"]!["data"]!["errors"]![0], StringComparison.Ordinal);

        async Task UntilAsync(Func<bool> isSo)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
            while (!isSo())
            {
                patience.Token.ThrowIfCancellationRequested();
                files.Reload();
                await Task.Yield();
            }
        }
    }

    private static Core.Prompts.PromptTemplate? Find(TestGateway gateway, string version) =>
        gateway.Services.GetRequiredService<IPromptCatalogue>().Find("chat")?.Find(version);
}
