using System.Net;
using LlmProxy.Configuration.Files;
using LlmProxy.FunctionalTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.FunctionalTests.Configuration;

public sealed class ReloadTests
{
    private const string Request = """{"model":"new-name","messages":[]}""";

    [Fact]
    public async Task Reload_GoodFile_IsTakenAndBadOneIsRefusedWhileTheOldServes()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        var config = TestGateway.Config(provider.Address).Replace("\"*\"", "\"old-name\"", StringComparison.Ordinal);
        await using var gateway = await TestGateway.StartAsync(config);
        await AssertUpstreamModelAsync("new-name");

        var good = config.Replace("\"old-name\" ]", "\"old-name\" ], \"Aliases\": { \"new-name\": \"upstream-name\" }", StringComparison.Ordinal);
        await SaveAsync(gateway, good, status => status.Last is { Generation: 2, Errors.Count: 0 });
        await AssertUpstreamModelAsync("upstream-name");

        await SaveAsync(gateway, good.Replace("Aliases", "Alaises", StringComparison.Ordinal), status => status.Last.Errors.Count > 0);
        await AssertUpstreamModelAsync("upstream-name");
        var ready = await gateway.Client.GetStringAsync(new Uri("/health/ready", UriKind.Relative));
        Assert.Contains("\"degraded\"", ready, StringComparison.Ordinal);
        Assert.Contains("Alaises", ready, StringComparison.Ordinal);

        await SaveAsync(gateway, config, status => status.Last is { Generation: 3, Errors.Count: 0 });
        await AssertUpstreamModelAsync("new-name");

        async Task AssertUpstreamModelAsync(string expected)
        {
            // YARP takes a new configuration a moment after the file's status says that it is good.
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            string? seen;
            do
            {
                using var response = await gateway.PostAsync("/v1/chat/completions", Request);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                seen = response.Headers.GetValues("x-llmproxy-model").Single();
            }
            while (seen != expected && !patience.IsCancellationRequested);
            Assert.Equal(expected, seen);
        }
    }

    private static async Task SaveAsync(TestGateway gateway, string config, Func<ConfigurationStatus, bool> isSeen)
    {
        var status = gateway.Services.GetRequiredService<ConfigurationStatus>();
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(ConfigurationStatus changed)
        {
            if (isSeen(changed))
                seen.TrySetResult();
        }

        status.Changed += Look;
        await File.WriteAllTextAsync(gateway.ConfigFile, config);
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(30));
        status.Changed -= Look;
    }
}
