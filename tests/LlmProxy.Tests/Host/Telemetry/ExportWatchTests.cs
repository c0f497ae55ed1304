using LlmProxy.Health.Degradation;
using LlmProxy.Host.Telemetry;
using LlmProxy.Tests.Health;
using LlmProxy.Tests.Health.Degradation;
using LlmProxy.Tests.Support;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;

namespace LlmProxy.Tests.Host.Telemetry;

/// <summary>Against the real exporter, whose events are of the whole process.</summary>
[Collection(AloneGroup.Name)]
public sealed class ExportWatchTests
{
    private readonly ManualClock _clock = new();
    private readonly SideComponent _export;

    public ExportWatchTests() => _export = TestComponents.Create(_clock).Get(ComponentNames.TelemetryExport);

    [Theory]
    [InlineData(OtlpExportProtocol.Grpc)]
    [InlineData(OtlpExportProtocol.HttpProtobuf)]
    public void Export_NoCollector_IsDegraded(OtlpExportProtocol protocol)
    {
        using var watch = new ExportWatch(_export);

        // Port 1 of loopback refuses at once.
        Export(protocol, new Uri("http://127.0.0.1:1/"));

        Assert.NotNull(_export.Current);
        Assert.DoesNotContain("127.0.0.1", _export.Current.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_CollectorIsBack_IsRecovered()
    {
        await using var collector = new OkServer();
        using var watch = new ExportWatch(_export);
        Export(OtlpExportProtocol.HttpProtobuf, new Uri("http://127.0.0.1:1/"));
        Assert.NotNull(_export.Current);

        _clock.Advance(TimeSpan.FromSeconds(10));
        Export(OtlpExportProtocol.HttpProtobuf, collector.Address);

        Assert.Null(_export.Current);
    }

    private static void Export(OtlpExportProtocol protocol, Uri endpoint)
    {
        using var meters = Sdk.CreateMeterProviderBuilder().AddMeter("System.Runtime")
            .AddOtlpExporter(options => (options.Protocol, options.Endpoint) = (protocol, endpoint))
            .Build();
        meters.ForceFlush(10_000);
    }
}
