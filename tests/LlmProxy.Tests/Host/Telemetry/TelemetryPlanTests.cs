using LlmProxy.Configuration;
using LlmProxy.Host.Telemetry;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Tests.Host.Telemetry;

public sealed class TelemetryPlanTests
{
    [Fact]
    public void From_Nothing_ExportsNothing()
    {
        var plan = TelemetryPlan.From(new LlmTelemetryModel(), Environment());

        Assert.Equal(new TelemetryPlan(false, false, false, null, 1), plan);
        Assert.False(plan.Traces);
    }

    [Fact]
    public void From_Console_MakesTraces() =>
        Assert.True(TelemetryPlan.From(new LlmTelemetryModel { Console = true }, Environment()).Traces);

    [Fact]
    public void From_OwnEndpoint_ExportsBoth() => Assert.Equal(
        new TelemetryPlan(false, true, true, "http://collector:4317", 0.5),
        TelemetryPlan.From(
            new LlmTelemetryModel { OtlpEndpoint = new Uri("http://collector:4317"), SampleRatio = 0.5 }, Environment()));

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", true, true)]
    [InlineData("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", true, false)]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", false, true)]
    public void From_StandardVariable_ExportsWhatItNames(string name, bool traces, bool metrics)
    {
        var plan = TelemetryPlan.From(new LlmTelemetryModel(), Environment((name, "http://collector:4317")));

        Assert.Equal((traces, metrics, null), (plan.OtlpTraces, plan.OtlpMetrics, plan.OtlpEndpoint));
    }

    [Fact]
    public void From_StandardSampler_LeavesTheRatioToIt() => Assert.Null(
        TelemetryPlan.From(new LlmTelemetryModel(), Environment(("OTEL_TRACES_SAMPLER", "always_off"))).SampleRatio);

    [Fact]
    public void From_SdkDisabled_ExportsNothing()
    {
        var options = new LlmTelemetryModel { Console = true, OtlpEndpoint = new Uri("http://collector:4317") };

        var plan = TelemetryPlan.From(options, Environment(("OTEL_SDK_DISABLED", "true")));

        Assert.False(plan.Traces || plan.OtlpMetrics);
    }

    private static IConfiguration Environment(params (string Name, string Value)[] variables) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(variables.Select(v => KeyValuePair.Create<string, string?>(v.Name, v.Value)))
            .Build();
}
