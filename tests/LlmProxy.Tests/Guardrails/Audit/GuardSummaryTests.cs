using LlmProxy.Core.Guardrails;
using LlmProxy.Exchange;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Audit;

namespace LlmProxy.Tests.Guardrails.Audit;

public sealed class GuardSummaryTests
{
    [Fact]
    public void Of_NoGuard_IsNull() => Assert.Null(GuardSummary.Of([]));

    [Fact]
    public void Of_Clean_TellsOnHowManyCharacters() => Assert.Equal("pii=pass;chars=40", GuardSummary.Of([Run(0)]));

    [Fact]
    public void Of_Findings_AreCountedAndPlaced() => Assert.Equal(
        "pii=redacted;EMAIL=2;score=0.9;chars=40;at=EMAIL:messages[0].content:0-5|EMAIL:messages[0].content:10-15",
        GuardSummary.Of([Run(2)]));

    [Fact]
    public void Of_ManyFindings_TellsTheFirstSixteenAndHowManyOthers()
    {
        var line = GuardSummary.Of([Run(70)])!;

        Assert.Contains(";EMAIL=70;", line, StringComparison.Ordinal);
        // The sixteenth begins at 150; 70 less 16 are 54.
        Assert.EndsWith("|EMAIL:messages[0].content:150-155|+54", line, StringComparison.Ordinal);
        Assert.Equal(16, line.Split("EMAIL:").Length - 1);
    }

    [Theory]
    [InlineData(true, 1_000)]
    [InlineData(false, 4_000)]
    public void Of_ManyGuards_StaysInItsBoundAndKeepsTheVerdicts(bool forClient, int most)
    {
        var line = GuardSummary.Of([.. Enumerable.Range(0, 20).Select(i => Run(50, "guard" + (char)('a' + i)))], forClient)!;

        Assert.InRange(line.Length, most - 200, most);
        Assert.Equal(20, line.Split(", ").Length);
        Assert.EndsWith("chars=40", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 1_000)]
    [InlineData(false, 4_000)]
    public void Of_TooManyGuardsForTheirVerdicts_TellsHowManyOthers(bool forClient, int most)
    {
        var line = GuardSummary.Of([.. Enumerable.Range(0, 400).Select(i => Run(3, "guard" + i))], forClient)!;

        Assert.InRange(line.Length, most - 60, most);
        var parts = line.Split(", ");
        Assert.Equal($"+{400 - (parts.Length - 1)}", parts[^1]);
        Assert.DoesNotContain("at=", line, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_ForTheClient_LeavesOutWhatOnlyLooksOn()
    {
        var mixed = Run(1);
        mixed.Add(new GuardFinding("PHONE", GuardAction.Shadow, "messages[7].content", new(1, 2)), 1);

        Assert.DoesNotContain("messages[7]", GuardSummary.Of([mixed], forClient: true), StringComparison.Ordinal);
        Assert.Contains("PHONE:messages[7].content:1-3", GuardSummary.Of([mixed]), StringComparison.Ordinal);
        Assert.Null(GuardSummary.Of([Run(1, action: GuardAction.Shadow)], forClient: true));
    }

    [Fact]
    public void Apply_JudgedTexts_AreNamedAndBounded()
    {
        var run = Run(0);
        SubjectText[] texts = [.. Enumerable.Range(0, 5).Select(i => GuardMaker.Text("x", TextKind.User, i))];

        JudgedRun.Apply(run.Guard, run, new GuardVerdict(VerdictLevel.Found, Types: ["violence"]), texts);

        Assert.Equal("pii=redacted;violence=1;chars=40;at=violence:messages[0].content&messages[1].content&messages[2].content&+2", GuardSummary.Of([run]));
    }

    private static GuardRun Run(int findings, string name = "pii", GuardAction action = GuardAction.Redact)
    {
        var run = new GuardRun(new IdleGuard { Name = name, Type = "pii", Action = action, Kinds = TextKind.All }, GuardDirection.Input) { Characters = 40 };
        for (var i = 0; i < findings; i++)
            run.Add(new GuardFinding("EMAIL", action, "messages[0].content", new(i * 10, 5)), 0.9);
        return run;
    }

    private sealed class IdleGuard : SpanGuard
    {
        public override ISpanGuard? Finder(LlmExchange? exchange, GuardDirection direction) => null;
    }
}
