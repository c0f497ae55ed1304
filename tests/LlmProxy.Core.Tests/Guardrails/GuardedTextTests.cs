using System.Collections.Frozen;
using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Core.Tests.Guardrails;

public sealed class GuardedTextTests
{
    [Theory]
    [InlineData("no finding", "no finding")]
    [InlineData("call 12345 now", "call [NUMBER:5] now")]
    [InlineData("12345", "[NUMBER:5]")]
    [InlineData("12 and 345678", "12 and [NUMBER:6]")]
    public void Feed_Redact_PutsTheTypeInThePlace(string text, string expected) =>
        Assert.Equal(expected, Run(text, [text.Length], Number(GuardAction.Redact)).Text);

    [Fact]
    public void Feed_WhileARunMayGoOn_HoldsTheRunAndNothingElse()
    {
        var output = new PooledBuffer();
        var guarded = new GuardedText([Number(GuardAction.Redact)], new NotingSink());

        guarded.Feed("call 12"u8, output);
        Assert.Equal("call ", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(2, guarded.HeldBytes);

        guarded.Feed(" now"u8, output);
        Assert.Equal("call 12 now", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(0, guarded.HeldBytes);
    }

    [Fact]
    public void Feed_Block_DeliversExactlyTheTextBeforeTheFirstMatch()
    {
        var run = Run("one 12345 two 67890", [6, 6, 7], Number(GuardAction.Block));

        Assert.Equal("one ", run.Text);
        Assert.True(run.IsBlocked);
        Assert.Equal(["0:NUMBER@4+5"], run.Notes);
    }

    [Fact]
    public void Feed_Flag_LeavesTheTextAndTellsTheSpan()
    {
        var run = Run("one 12345 two", [13], Number(GuardAction.Flag));

        Assert.Equal("one 12345 two", run.Text);
        Assert.Equal(["0:NUMBER@4+5"], run.Notes);
    }

    [Fact]
    public void Feed_OverlappingSpans_FirstIsReplacedAndTheRestLeftOut()
    {
        // Letters a-f and digits: "abc123" from 1; digits and dashes: "123-45" from 4.
        var run = Run(" abc123-45 z", [12], Hex(GuardAction.Redact), Dashed(GuardAction.Mask));

        Assert.Equal(" [HEX:6] z", run.Text);
        Assert.Equal(["0:HEX@1+6", "1:DASHED@4+6"], run.Notes);
    }

    [Fact]
    public void Feed_SameBeginning_LongestIsReplacedAndBlockGoesFirst()
    {
        Assert.Equal(" [DASHED:6] z", Run(" 123-45 z", [9], Hex(GuardAction.Redact), Dashed(GuardAction.Redact)).Text);
        Assert.Equal(" ", Run(" 123-45 z", [9], Hex(GuardAction.Block), Dashed(GuardAction.Redact)).Text);
    }

    [Fact]
    public void Feed_BlockInsideOfAReplacedPlace_EndsBehindTheReplacement() =>
        Assert.Equal(" [HEX:6]", Run(" abc123-45 z", [12], Hex(GuardAction.Redact), Dashed(GuardAction.Block)).Text);

    [Fact]
    public void Feed_AllowedValue_PassesAsIfNotFound()
    {
        var sink = new NotingSink();
        sink.Allowed.Add("12345");
        var output = new PooledBuffer();
        var guarded = new GuardedText([Number(GuardAction.Block)], sink);
        guarded.Feed("12345 and 67890 "u8, output);

        Assert.Equal("12345 and ", Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.Equal(["0:NUMBER@10+5"], sink.Notes);
    }

    [Fact]
    public void Feed_ActionOfItsOwnType_GoesBeforeTheGuards()
    {
        var rule = Number(GuardAction.Block) with { Actions = new Dictionary<string, GuardAction> { ["NUMBER"] = GuardAction.Redact }.ToFrozenDictionary() };

        Assert.Equal("a [NUMBER:5]", Run("a 12345", [7], rule).Text);
    }

    [Fact]
    public void Reset_AfterABlock_BeginsANewText()
    {
        var output = new PooledBuffer();
        var guarded = new GuardedText([Number(GuardAction.Block)], new NotingSink());
        guarded.Feed("12345 "u8, output);
        guarded.Reset();
        guarded.Feed("text 12"u8, output);
        guarded.Finish(output);

        Assert.Equal("text 12", Encoding.UTF8.GetString(output.WrittenSpan));
    }

    [Fact]
    public void Feed_AnyCut_GivesWhatTheWholeTextGives()
    {
        var random = new Random(20_261_121);
        GuardAction[] actions = [GuardAction.Block, GuardAction.Redact, GuardAction.Mask, GuardAction.Flag];
        for (var round = 0; round < 5_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => " abf123-z"[random.Next(9)])]);
            GuardAction[] chosen = [actions[random.Next(4)], actions[random.Next(4)], actions[random.Next(4)]];
            SpanRule[] Rules() => [Number(chosen[0]), Hex(chosen[1]) with { Guard = 1 }, Dashed(chosen[2]) with { Guard = 2 }];
            var cuts = new List<int>();
            for (var left = text.Length; left > 0; left -= cuts[^1])
                cuts.Add(random.Next(1, Math.Min(left, 7) + 1));

            var whole = Run(text, [text.Length], Rules());
            var cut = Run(text, cuts, Rules());

            Assert.Equal(whole.Text, cut.Text);
            Assert.Equal(whole.Notes, cut.Notes);
        }
    }

    [Theory]
    // Letters a-f and digits: "abc123" from 1; digits and dashes: "123-45" from 4.
    [InlineData(GuardAction.Flag, GuardAction.Block, " abc", "0:HEX@1+6 0:DASHED@4+6")]
    [InlineData(GuardAction.Shadow, GuardAction.Block, " abc", "0:HEX@1+6 0:DASHED@4+6")]
    [InlineData(GuardAction.Redact, GuardAction.Block, " [HEX:6]", "0:HEX@1+6 0:DASHED@4+6")]
    [InlineData(GuardAction.Flag, GuardAction.Redact, " abc[DASHED:6] z", "0:HEX@1+6 0:DASHED@4+6")]
    [InlineData(GuardAction.Mask, GuardAction.Redact, " [HEX:6] z", "0:HEX@1+6 0:DASHED@4+6")]
    // What the second covers beyond the first must not pass either.
    [InlineData(GuardAction.Redact, GuardAction.Redact, " [HEX:6] z", "0:HEX@1+6 0:DASHED@4+6")]
    [InlineData(GuardAction.Redact, GuardAction.Mask, " [HEX:6] z", "0:HEX@1+6 0:DASHED@4+6")]
    [InlineData(GuardAction.Redact, GuardAction.Flag, " [HEX:6]-45 z", "0:HEX@1+6")]
    [InlineData(GuardAction.Flag, GuardAction.Shadow, " abc123-45 z", "0:HEX@1+6")]
    [InlineData(GuardAction.Block, GuardAction.Flag, " ", "0:HEX@1+6")]
    public void Feed_OverlapInOneGuard_TheStrongerIsNeverHidden(GuardAction first, GuardAction second, string expected, string notes)
    {
        foreach (var cut in Enumerable.Range(1, 11))
        {
            var run = Run(" abc123-45 z", [cut, 12 - cut], Both(first, second));

            Assert.Equal(expected, run.Text);
            Assert.Equal(notes.Split(' '), run.Notes);
        }
    }

    [Theory]
    [InlineData(GuardAction.Redact)]
    [InlineData(GuardAction.Mask)]
    public void Feed_FindingWithinAnotherOfItsGuard_IsToldOnce(GuardAction action)
    {
        // All of "123456" stands in "abc123456".
        var run = Run(" abc123456 z", [12], Both(action, action));

        Assert.Equal(" [HEX:9] z", run.Text);
        Assert.Equal(["0:HEX@1+9"], run.Notes);
    }

    [Fact]
    public void Feed_OneGuardAtAnyCut_NothingOfWhatItReplacesPasses()
    {
        var random = new Random(20_261_125);
        for (var round = 0; round < 3_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => " abf123-z"[random.Next(9)])]);
            GuardAction[] actions = [(GuardAction)random.Next(1, 3), (GuardAction)random.Next(1, 3)];
            var cuts = new List<int>();
            for (var left = text.Length; left > 0; left -= cuts[^1])
                cuts.Add(random.Next(1, Math.Min(left, 7) + 1));
            var covered = new HashSet<int>();
            foreach (var pattern in new[] { "[0-9a-f]{3,}", "[0-9-]{4,}" })
            {
                foreach (System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(text, pattern))
                    covered.UnionWith(Enumerable.Range(match.Index, match.Length));
            }

            var whole = Run(text, [text.Length], Both(actions[0], actions[1]));
            var cut = Run(text, cuts, Both(actions[0], actions[1]));

            Assert.Equal(
                new string([.. text.Where((_, i) => !covered.Contains(i))]), System.Text.RegularExpressions.Regex.Replace(whole.Text, @"\[[A-Z]+:[0-9]+\]", ""));
            Assert.Equal(whole.Text, cut.Text);
            Assert.Equal(whole.Notes, cut.Notes);
        }
    }

    [Fact]
    public void Feed_OneGuardAtAnyCut_BlocksWhereverAFindingBlocks()
    {
        var random = new Random(20_261_124);
        for (var round = 0; round < 3_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => " abf123-z"[random.Next(9)])]);
            var first = (GuardAction)random.Next(1, 5);
            var cuts = new List<int>();
            for (var left = text.Length; left > 0; left -= cuts[^1])
                cuts.Add(random.Next(1, Math.Min(left, 7) + 1));
            // What blocks stands at the first run of digits and dashes, whatever else begins before it.
            var at = System.Text.RegularExpressions.Regex.Match(text, "[0-9-]{4,}");

            var whole = Run(text, [text.Length], Both(first, GuardAction.Block));
            var cut = Run(text, cuts, Both(first, GuardAction.Block));

            Assert.Equal(at.Success, whole.IsBlocked);
            Assert.Equal((whole.Text, whole.IsBlocked), (cut.Text, cut.IsBlocked));
            Assert.Equal(whole.Notes, cut.Notes);
            if (first is GuardAction.Flag or GuardAction.Shadow)
                Assert.Equal(at.Success ? text[..at.Index] : text, whole.Text);
        }
    }

    [Fact]
    public void Feed_CleanPieces_AllocatesNothing()
    {
        var output = new PooledBuffer();
        var guarded = new GuardedText([Number(GuardAction.Redact), Hex(GuardAction.Block)], new NotingSink());

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 1_000; i++)
            {
                guarded.Feed("12 words "u8, output);
                guarded.Feed("go by 3"u8, output);
                guarded.Feed(" "u8, output);
                output.Release();
            }
        }));
    }

    private static SpanRule Number(GuardAction action) => new(0, action, new RunScanner("NUMBER", 3, b => char.IsAsciiDigit((char)b)));

    private static SpanRule Hex(GuardAction action) => new(0, action, new RunScanner("HEX", 3, b => char.IsAsciiHexDigitLower((char)b)));

    private static SpanRule Dashed(GuardAction action) => new(1, action, new RunScanner("DASHED", 4, b => b == '-' || char.IsAsciiDigit((char)b)));

    /// <summary>One guard that looks for both.</summary>
    private static SpanRule Both(GuardAction hex, GuardAction dashed) => new(0, GuardAction.Shadow, new JoinedSpanScanner(Hex(hex).Scanner, Dashed(dashed).Scanner))
    {
        Actions = new Dictionary<string, GuardAction> { ["HEX"] = hex, ["DASHED"] = dashed }.ToFrozenDictionary(),
    };

    private static (string Text, List<string> Notes, bool IsBlocked) Run(string text, IReadOnlyList<int> cuts, params SpanRule[] rules)
    {
        var sink = new NotingSink();
        using var output = new PooledBuffer();
        using var guarded = new GuardedText(rules, sink);
        var bytes = Encoding.UTF8.GetBytes(text);
        var from = 0;
        foreach (var cut in cuts)
        {
            guarded.Feed(bytes.AsSpan(from, cut), output);
            from += cut;
        }

        guarded.Finish(output);
        return (Encoding.UTF8.GetString(output.WrittenSpan), sink.Notes, guarded.IsBlocked);
    }
}
