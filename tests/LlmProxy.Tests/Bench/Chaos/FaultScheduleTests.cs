using LlmProxy.Load.Chaos;

namespace LlmProxy.Tests.Bench.Chaos;

public sealed class FaultScheduleTests
{
    private const int Targets = 3;

    private static readonly TimeSpan Minute = TimeSpan.FromSeconds(60);

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(0, 50)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Draw_AnySeed_LeavesOneTargetHealthyThatWasForAWhile(int seed)
    {
        var healthySince = new TimeSpan?[Targets];
        Array.Fill(healthySince, TimeSpan.Zero);
        foreach (var step in FaultSchedule.Draw(seed, Targets, Minute).Switches)
        {
            healthySince[step.Target] = step.Fault == FaultKind.None ? healthySince[step.Target] ?? step.At : null;

            // At the very start nothing has failed yet, so nothing has to be found healthy again.
            Assert.Contains(healthySince, since => since == TimeSpan.Zero || step.At - since >= FaultSchedule.Overlap);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Draw_AMinute_HasEveryFaultAndTouchesEveryTarget(int seed)
    {
        var switches = FaultSchedule.Draw(seed, Targets, Minute).Switches;

        Assert.Equal(Faults.All.Order(), switches.Select(step => step.Fault).Distinct().Order());
        Assert.Equal(Targets, switches.Where(step => step.Fault != FaultKind.None).Select(step => step.Target).Distinct().Count());
    }

    [Fact]
    public void Draw_SameSeed_IsTheSame()
    {
        Assert.Equal(FaultSchedule.Draw(7, Targets, Minute).Switches, FaultSchedule.Draw(7, Targets, Minute).Switches);
        Assert.NotEqual(FaultSchedule.Draw(7, Targets, Minute).Switches, FaultSchedule.Draw(8, Targets, Minute).Switches);
    }

    [Fact]
    public void Draw_Switches_AreInOrderAndChangeSomething()
    {
        var switches = FaultSchedule.Draw(3, Targets, Minute).Switches;

        Assert.Equal(switches.OrderBy(step => step.At), switches);
        Assert.All(switches, step => Assert.InRange(step.At, TimeSpan.Zero, Minute - TimeSpan.FromTicks(1)));
        foreach (var target in switches.GroupBy(step => step.Target))
            Assert.All(target.Zip(target.Skip(1)), pair => Assert.NotEqual(pair.First.Fault, pair.Second.Fault));
    }

    [Fact]
    public void ToString_Schedule_HasALineForEachTarget()
    {
        var lines = FaultSchedule.Draw(3, Targets, Minute).ToString().Split('\n');

        Assert.Equal("schedule of seed 3 (seconds fault):", lines[0]);
        Assert.Equal(["  target 1:", "  target 2:", "  target 3:"], lines[1..].Select(line => line[..11]));
    }
}
