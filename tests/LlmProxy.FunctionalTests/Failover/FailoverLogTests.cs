using System.Net;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>What the log tells of each step of the plan.</summary>
public sealed class FailoverLogTests
{
    [Fact]
    public async Task FailedOver_ModelWithALineBreak_WritesNoLineOfItsOwn()
    {
        var status = 503;
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.StatusCode = Interlocked.Exchange(ref status, 200);
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("{}");
        });
        using var logs = new LogCollector();
        var config = TestGateway.Config(provider.Address, route: "\"Retry\": { \"BaseDelay\": \"00:00:00\" }");
        await using var gateway = await TestGateway.StartAsync(config, logs.AddTo);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"m\ninfo: all is well","messages":[]}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("m?info: all is well", (await logs.WaitForAsync("FailedOver"))["Model"]);
    }
}
