using System.Text;
using LlmProxy.Host.Telemetry;

namespace LlmProxy.Tests.Host.Telemetry;

public sealed class PrometheusWriterTests
{
    private readonly PrometheusWriter _writer = new();

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1, "1")]
    [InlineData(1e300, "1E+300")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void Number_AnyDouble_IsPrometheusForm(double value, string expected)
    {
        _writer.Number(value);

        Assert.Equal(expected, Text());
    }

    [Fact]
    public void LabelValue_EachType_IsText()
    {
        object?[] values = ["é", true, false, 3, 4L, 2.5m, null];
        foreach (var value in values)
        {
            _writer.LabelValue(value);
            _writer.Raw("|"u8);
        }

        Assert.Equal("é|true|false|3|4|2.5||", Text());
    }

    [Fact]
    public void Clear_AfterWriting_StartsAnew()
    {
        _writer.Raw("old");
        _writer.Clear();
        _writer.Raw("new");

        Assert.Equal("new", Text());
    }

    private string Text() => Encoding.UTF8.GetString(_writer.Written.Span);
}
