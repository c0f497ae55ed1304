using LlmProxy.Configuration;
using LlmProxy.Host.Telemetry;
using LlmProxy.Tests.Host.Health;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Tests.Host.Telemetry;

public sealed class TracedRequestTests
{
    private const string Traced = "4bf92f3577b34da6a3ce929d0e0e4736";
    private const string Probe = "4bf92f3577b34da6a3ce929d0e0e4737";

    [Fact]
    public async Task Request_ConsoleOn_IsWrittenUnlessItIsAProbe()
    {
        var output = new StringWriter();
        var gateway = await TestGateway.StartAsync(
            telemetry: new LlmTelemetryModel { Console = true },
            services: services => services.AddSingleton(new ConsoleSpanExporter(output)));
        using (var client = gateway.Client())
        {
            await GetAsync(client, "/health/live", Probe);
            await GetAsync(client, "/nothing-here", Traced);
        }

        await gateway.DisposeAsync(); // flushes

        Assert.Contains($"trace={Traced} ", output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain($"trace={Probe} ", output.ToString(), StringComparison.Ordinal);
    }

    private static async Task GetAsync(HttpClient client, string path, string trace)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        using var response = await client.SendAsync(request);
    }
}
