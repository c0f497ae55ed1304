using LlmProxy.Load.Measure;

namespace LlmProxy.Tests.Bench;

public sealed class GatewayMetricsTests
{
    private static readonly GatewayMetrics Metrics = new(
        """
        # TYPE open gauge
        open{state="active",host="a"} 2
        open{state="idle",host="a"} 5
        open{state="active",host="b"} 1
        open_more 100
        dotnet_gc_heap_total_allocated_bytes_total 11723160

        """);

    [Fact]
    public void Sum_Name_AddsItsSeriesAlone() => Assert.Equal(8, Metrics.Sum("open"));

    [Fact]
    public void Sum_Label_LeavesOthersOut() => Assert.Equal(3, Metrics.Sum("open", "state=\"active\""));

    [Fact]
    public void Sum_UnknownName_IsNoNumber() => Assert.True(double.IsNaN(Metrics.Sum("ope")));

    [Fact]
    public void AllocatedBytes_ARuntimesCounter_IsRead() => Assert.Equal(11723160, Metrics.AllocatedBytes);
}
