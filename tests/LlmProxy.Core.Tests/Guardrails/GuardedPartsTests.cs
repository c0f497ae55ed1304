using System.Collections.Frozen;
using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails;

public sealed class GuardedPartsTests
{
    [Fact]
    public void Run_AcrossACut_ReplacesWhereThePlaceBegins()
    {
        var run = Run(["call 12", "34 now"], Number(GuardAction.Redact));

        Assert.Equal(["call [NUMBER:4]", " now"], run.Parts);
        Assert.Equal(["0:NUMBER@5+4"], run.Notes);
    }

    [Fact]
    public void Run_FindingThatItsNeighbourWouldHide_IsFound()
    {
        // Joined the run is "abc123", which is no run of digits alone; the scanner finds runs of at most what it takes.
        var exact = new SpanRule(0, GuardAction.Redact, new ExactRun("CODE", 3, b => char.IsAsciiLetterOrDigit((char)b)));
        var run = Run(["xy ", "123", "9 z"], exact);

        Assert.Equal(["xy ", "[CODE:3]", "9 z"], run.Parts);
    }

    [Fact]
    public void Run_SameInPartsAndJoined_IsToldOnce() =>
        Assert.Equal(["0:NUMBER@4+3"], Run(["a b ", "123", " c"], Number(GuardAction.Flag)).Notes);

    [Fact]
    public void Run_Block_Blocks() => Assert.True(Run(["1", "2", "3"], Number(GuardAction.Block)).IsBlocked);

    // "abc123" is flagged, and "123-45", which begins in it, blocks.
    [Theory]
    [InlineData("abc123-45")]
    [InlineData("ab", "c123-", "45")]
    [InlineData("abc1", "23", "-45")]
    public void Run_FlagBeforeAnOverlappingBlock_Blocks(params string[] parts)
    {
        var hex = new RunScanner("HEX", 3, b => char.IsAsciiHexDigitLower((char)b));
        var rule = new SpanRule(0, GuardAction.Flag, new JoinedSpanScanner(hex, Dashed(GuardAction.Block).Scanner))
        {
            Actions = new Dictionary<string, GuardAction> { ["DASHED"] = GuardAction.Block }.ToFrozenDictionary(),
        };

        Assert.True(Run(parts, rule).IsBlocked);
    }

    [Theory]
    [InlineData("abc123-45 z")]
    [InlineData("ab", "c123-", "45 z")]
    public void Run_FindingsOfOneGuardThatOverlap_NothingOfEitherIsLeft(params string[] parts)
    {
        var hex = new RunScanner("HEX", 3, b => char.IsAsciiHexDigitLower((char)b));
        var rule = new SpanRule(0, GuardAction.Redact, new JoinedSpanScanner(hex, Dashed(GuardAction.Redact).Scanner));

        Assert.Equal("[HEX:6] z", string.Concat(Run(parts, rule).Parts));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Run_OnePart_IsWhatGuardedTextMakes(bool isOneGuard)
    {
        var random = new Random(20_261_122);
        GuardAction[] actions = [GuardAction.Redact, GuardAction.Mask, GuardAction.Flag];
        for (var round = 0; round < 3_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(40)).Select(_ => " abf123-z"[random.Next(9)])]);
            GuardAction[] chosen = [actions[random.Next(3)], actions[random.Next(3)]];
            SpanRule[] Rules() => isOneGuard ? [Joined(chosen[0], chosen[1])] : [Number(chosen[0]), Dashed(chosen[1])];
            var sink = new NotingSink();
            using var output = new PooledBuffer();
            using var guarded = new GuardedText(Rules(), sink);
            guarded.Feed(Encoding.UTF8.GetBytes(text), output);
            guarded.Finish(output);

            var run = Run([text], Rules());

            Assert.Equal(Encoding.UTF8.GetString(output.WrittenSpan), run.Parts[0]);
            Assert.Equal(sink.Notes, run.Notes);
        }
    }

    [Fact]
    public void Run_PatternsSearchedTogether_FindWhatEachFindsAlone()
    {
        var random = new Random(20_261_121);
        FoldedSpanGuard[] guards = [Patterns("NUMBER", "[0-9]{3}"), Patterns("CAT", "ca+t"), Patterns("WIDE", "a[^b]{1,9}b")];
        var (found, clean) = (0, 0);
        for (var round = 0; round < 3_000; round++)
        {
            string[] parts = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => new string([.. Enumerable.Range(0, random.Next(20)).Select(_ => "  aabct123-é"[random.Next(12)])]))];

            var together = Run(parts, [.. guards.Select((guard, i) => new SpanRule(i, GuardAction.Redact, guard.CreateScanner(TextKind.User, TextForm.Plain)))]);
            var alone = Run(parts, [.. guards.Select((guard, i) => new SpanRule(i, GuardAction.Redact, new Alone(guard.CreateScanner(TextKind.User, TextForm.Plain))))]);

            Assert.Equal(alone.Parts, together.Parts);
            Assert.Equal(alone.Notes, together.Notes);
            found += alone.Notes.Count;
            clean += alone.Notes.Count == 0 ? 1 : 0;
        }

        Assert.InRange(found, 1_000, 20_000);
        Assert.InRange(clean, 300, 2_700);
    }

    [Fact]
    public void Run_PatternsWithoutAMatch_ArePassedTheText()
    {
        List<string> notes = [];
        using var guarded = new GuardedParts(
            [
                new SpanRule(0, GuardAction.Redact, new Counting(Patterns("A", "a"), notes)),
                new SpanRule(1, GuardAction.Redact, new Counting(Patterns("B", "b"), notes)),
            ],
            new NotingSink());

        guarded.Run(Encoding.UTF8.GetBytes("x a y"));

        Assert.Equal(["A fed 5", "B passed 5"], notes);
    }

    /// <summary>Each of 300,000 parts against all places would be 90,000,000,000 steps: a part looks at its own.</summary>
    [Fact]
    public void Write_ManyPartsWithManyPlaces_LooksAtEachPlaceOnce()
    {
        var run = Run([.. Enumerable.Repeat(" 123 ", 300_000)], Number(GuardAction.Redact));

        Assert.All(run.Parts, part => Assert.Equal(" [NUMBER:3] ", part));
    }

    private static FoldedSpanGuard Patterns(string type, string expression) =>
        new(PatternSet.Compile([new PatternDefinition(type, expression) { MaxLength = 50 }]), [type], FoldOptions.Usual);

    private static SpanRule Joined(GuardAction hex, GuardAction dashed) => new(
        0, hex, new JoinedSpanScanner(new RunScanner("HEX", 3, b => char.IsAsciiHexDigitLower((char)b)), Dashed(dashed).Scanner))
    {
        Actions = new Dictionary<string, GuardAction> { ["DASHED"] = dashed }.ToFrozenDictionary(),
    };

    private static SpanRule Number(GuardAction action) => new(0, action, new RunScanner("NUMBER", 3, b => char.IsAsciiDigit((char)b)));

    private static SpanRule Dashed(GuardAction action) => new(1, action, new RunScanner("DASHED", 4, b => b == '-' || char.IsAsciiDigit((char)b)));

    private static (List<string> Parts, List<string> Notes, bool IsBlocked) Run(string[] parts, params SpanRule[] rules)
    {
        var sink = new NotingSink();
        using var guarded = new GuardedParts(rules, sink);
        ReadOnlyMemory<byte>[] texts = [.. parts.Select(part => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(part))];
        guarded.Run(texts);
        var written = new List<string>();
        var start = 0;
        foreach (var text in texts)
        {
            using var output = new PooledBuffer();
            guarded.Write(start, text.Span, output);
            written.Add(Encoding.UTF8.GetString(output.WrittenSpan));
            start += text.Length;
        }

        return (written, sink.Notes, guarded.IsBlocked);
    }

    /// <summary>Hides what a scanner is made of, so that it is asked about every text.</summary>
    private sealed class Alone(ISpanScanner scanner) : ISpanScanner
    {
        public long SafeOffset => scanner.SafeOffset;

        public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found) => scanner.Feed(utf8, found);

        public void Finish(List<GuardSpan> found) => scanner.Finish(found);

        public void Reset() => scanner.Reset();

        public void Dispose() => scanner.Dispose();
    }

    /// <summary>Notes what becomes of a text.</summary>
    private sealed class Counting(FoldedSpanGuard guard, List<string> notes) : ISpanScanner
    {
        private readonly ISpanScanner _scanner = guard.CreateScanner(TextKind.User, TextForm.Plain);

        public FoldedPatternSet? Patterns => _scanner.Patterns;

        public long SafeOffset => _scanner.SafeOffset;

        private string Name => Patterns!.Set.Patterns[0].Id;

        public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
        {
            notes.Add($"{Name} fed {utf8.Length}");
            _scanner.Feed(utf8, found);
        }

        public void Pass(ReadOnlySpan<byte> utf8) => notes.Add($"{Name} passed {utf8.Length}");

        public void Finish(List<GuardSpan> found) => _scanner.Finish(found);

        public void Reset() => _scanner.Reset();

        public void Dispose() => _scanner.Dispose();
    }
}
