using LlmProxy.Sandbox;
using Microsoft.Extensions.Options;

namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class FaultScriptTests
{
    [Fact]
    public async Task First_Two_FailThenAllSucceed() =>
        Assert.Equal([500, 500, 200, 200], await RunAsync(new() { Fault = "status:500", First = 2 }, 4));

    [Fact]
    public async Task Every_Third_Fails() =>
        Assert.Equal([200, 200, 500, 200, 200, 500], await RunAsync(new() { Fault = "status:500", Every = 3 }, 6));

    [Fact]
    public async Task Model_OfAnother_DoesNotFail() =>
        Assert.Equal([200], await RunAsync(new() { Fault = "status:500", Model = "gpt-*" }, 1));

    [Theory]
    [InlineData("chat/*", 500)]
    [InlineData("messages", 200)]
    public async Task Endpoint_Pattern_DecidesWhichFail(string endpoint, int status) =>
        Assert.Equal([status], await RunAsync(new() { Fault = "status:500", Endpoint = endpoint }, 1));

    [Fact]
    public async Task Probability_Half_FailsTheSameRequestsInEveryRun()
    {
        var rule = new SandboxFaultOptions { Fault = "status:500", Probability = 0.5 };

        var one = await RunAsync(rule, 40);
        var two = await RunAsync(rule, 40);

        Assert.Equal(one, two);
        Assert.InRange(one.Count(status => status == 500), 10, 30);
    }

    [Fact]
    public async Task Reset_StartsCountersAnew()
    {
        await using var sandbox = await TestSandbox.StartAsync(o => o.Faults.Add(new() { Fault = "status:500", First = 1 }));
        var before = await StatusesAsync(sandbox, 2);

        using var reset = await sandbox.Http.DeleteAsync(new Uri("/sandbox/requests", UriKind.Relative), sandbox.Cancellation);

        Assert.Equal([500, 200], before);
        Assert.Equal([500, 200], await StatusesAsync(sandbox, 2));
    }

    [Fact]
    public async Task Start_BadOptions_NamesThemAllWithTheirPaths()
    {
        var options = new SandboxOptions { Url = "nowhere", CharsPerChunk = -1 };
        options.Faults.Add(new() { Fault = "boom", Probability = double.NaN });

        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => SandboxServer.StartAsync(options));

        Assert.Equal(
            ["Sandbox:Url", "Sandbox:CharsPerChunk", "Sandbox:Faults:0:Fault", "Sandbox:Faults:0:Probability"],
            e.Failures.Select(failure => failure.Split(' ')[0]));
    }

    private static async Task<List<int>> RunAsync(SandboxFaultOptions rule, int requests)
    {
        await using var sandbox = await TestSandbox.StartAsync(options => options.Faults.Add(rule));
        return await StatusesAsync(sandbox, requests);
    }

    private static async Task<List<int>> StatusesAsync(TestSandbox sandbox, int requests)
    {
        var statuses = new List<int>();
        for (var i = 0; i < requests; i++)
        {
            using var response = await sandbox.SendAsync(Requests.ChatPath, Requests.Chat("Hi"));
            statuses.Add((int)response.StatusCode);
        }

        return statuses;
    }
}
