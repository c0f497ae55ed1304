using LlmProxy.Balancing;

namespace LlmProxy.Tests.Balancing;

public sealed class DecayingValueTests
{
    [Fact]
    public void Peak_Higher_TakesItsPlaceAtOnce()
    {
        var value = default(DecayingValue);
        value.Peak(100, 1_000, 10_000);
        value.Peak(900, 1_001, 10_000);

        Assert.Equal(900, value.Read(1_001, 10_000), 0.1);
    }

    [Fact]
    public void Peak_Lower_PullsByTheTimeThatPassed()
    {
        var value = default(DecayingValue);
        value.Peak(900, 1_001, 10_000);
        value.Peak(100, 11_001, 10_000);

        // One half-life: half way from 900 to 100.
        Assert.Equal(500, value.Read(11_001, 10_000), 0.5);
    }

    [Theory]
    [InlineData(0, 800)]
    [InlineData(10_000, 400)]
    [InlineData(20_000, 200)]
    [InlineData(3_000_000_000, 0)] // 35 days, past half of what 32 bits of milliseconds hold
    public void Read_Later_HasFaded(long later, double expected)
    {
        var value = default(DecayingValue);
        value.Peak(800, 5_001, 10_000);

        Assert.Equal(expected, value.Read(5_001 + later, 10_000), 0.5);
    }

    [Fact]
    public void Read_EarlierThanTheNote_IsTheValue()
    {
        var value = default(DecayingValue);
        value.Peak(800, 5_001, 10_000);

        Assert.Equal(800, value.Read(4_000, 10_000), 0.1);
    }

    [Fact]
    public void Add_AcrossTheWrapOfMilliseconds_GoesOn()
    {
        var value = default(DecayingValue);
        value.Add(100, uint.MaxValue, 10_000);
        value.Add(100, uint.MaxValue + 10_000L, 10_000);

        Assert.Equal(150, value.Read(uint.MaxValue + 10_000L, 10_000), 0.1);
    }

    [Fact]
    public void IsSet_ZeroNoted_IsTrue()
    {
        var value = default(DecayingValue);
        Assert.False(value.IsSet);
        value.Peak(0, 0, 10_000);

        Assert.True(value.IsSet);
    }

    [Fact]
    public void Add_ManyThreads_LosesNothing()
    {
        var value = new DecayingValue[1];
        Parallel.For(0, 8, _ =>
        {
            for (var i = 0; i < 10_000; i++)
                value[0].Add(1, 1, 1_000);
        });

        Assert.Equal(80_000, value[0].Read(1, 1_000), 0.1);
    }
}
