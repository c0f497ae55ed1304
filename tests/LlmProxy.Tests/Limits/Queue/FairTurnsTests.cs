using LlmProxy.Limits;

namespace LlmProxy.Tests.Limits.Queue;

public class FairTurnsTests
{
    [Fact]
    public void Next_WeightsThreeAndOne_ThreeTurnsForEachOne()
    {
        var turns = new FairTurns();
        var order = Enumerable.Range(0, 8).SelectMany(i => new[] { (Flow: "big", Start: turns.Next("big", 3), i), (Flow: "small", Start: turns.Next("small", 1), i) })
            .OrderBy(turn => turn.Start).ThenBy(turn => turn.i).Select(turn => turn.Flow).Take(8);
        // big at 0, 1/3, 2/3, 1, 4/3, 5/3, 2 …; small at 0, 1, 2 …
        Assert.Equal(["big", "small", "big", "big", "small", "big", "big", "big"], order);
    }

    [Fact]
    public void Next_FlowThatWasSilent_NeitherSavesUpNorLosesTurns()
    {
        var turns = new FairTurns();
        for (var i = 0; i < 5; i++)
            turns.Served(turns.Next("busy", 1)); // 0 to 4
        Assert.Equal(4, turns.Next("silent", 1)); // the present turn, not 0
        Assert.Equal(5, turns.Next("silent", 1));
        Assert.Equal(5, turns.Next("busy", 1));
    }

    [Fact]
    public void Next_ManyFlows_ThoseWhoseTurnsAreOverAreForgotten()
    {
        var turns = new FairTurns();
        for (var i = 0; i < 5_000; i++)
            turns.Served(turns.Next($"flow{i}", 1) + 1);
        Assert.True(turns.Remembered <= 1_000, $"{turns.Remembered} flows are remembered.");
    }
}
