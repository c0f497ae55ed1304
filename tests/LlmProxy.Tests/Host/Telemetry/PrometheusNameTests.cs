using LlmProxy.Host.Telemetry;
using OpenTelemetry.Metrics;

namespace LlmProxy.Tests.Host.Telemetry;

public sealed class PrometheusNameTests
{
    [Theory]
    [InlineData("gen_ai.client.operation.duration", "s", MetricType.Histogram, "gen_ai_client_operation_duration_seconds")]
    [InlineData("gen_ai.client.token.usage", "{token}", MetricType.Histogram, "gen_ai_client_token_usage")]
    [InlineData("gen_ai.server.time_to_first_token", "s", MetricType.Histogram, "gen_ai_server_time_to_first_token_seconds")]
    [InlineData("llmproxy.requests", "{request}", MetricType.LongSum, "llmproxy_requests_total")]
    [InlineData("llmproxy.requests.active", "{request}", MetricType.LongSumNonMonotonic, "llmproxy_requests_active")]
    [InlineData("llmproxy.gateway.overhead", "s", MetricType.Histogram, "llmproxy_gateway_overhead_seconds")]
    [InlineData("llmproxy.bytes.buffered", "By", MetricType.LongGauge, "llmproxy_bytes_buffered")]
    [InlineData("llmproxy.config.reloads", "{reload}", MetricType.LongSum, "llmproxy_config_reloads_total")]
    [InlineData("dotnet.process.cpu.time", "s", MetricType.DoubleSum, "dotnet_process_cpu_time_seconds_total")]
    [InlineData("already_total", "", MetricType.LongSum, "already_total")]
    [InlineData("disk.speed", "By/s", MetricType.DoubleGauge, "disk_speed_bytes_per_second")]
    [InlineData("cache.full", "1", MetricType.DoubleGauge, "cache_full_ratio")]
    [InlineData("things", "1", MetricType.LongSum, "things_total")]
    [InlineData("2fast--furious é", "", MetricType.LongGauge, "_2fast_furious_")]
    public void OfMetric_NameUnitAndType_FollowsTheCompatibilityRules(
        string name, string unit, MetricType type, string expected) =>
        Assert.Equal(expected, PrometheusName.OfMetric(name, unit, type));

    [Theory]
    [InlineData("gen_ai.request.model", "gen_ai_request_model")]
    [InlineData("a:b", "a_b")]
    [InlineData("1st", "_1st")]
    public void OfLabel_AnyName_IsLegal(string name, string expected) =>
        Assert.Equal(expected, PrometheusName.OfLabel(name));
}
