using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Core.Tests.Guardrails;

/// <summary>A text that comes in parts, and each part in pieces, is judged as one of which all parts are there.</summary>
public sealed class GuardedTextPartsTests
{
    [Fact]
    public void EndPart_AcrossACut_ReplacesWhereThePlaceBegins() =>
        Assert.Equal(["call [NUMBER:4]", " now"], Run(["call 12", "34 now"], new NotingSink(), new Random(1), GuardAction.Redact).Parts);

    [Fact]
    public void EndPart_NothingHeld_LetsThePartGoAtOnce()
    {
        using var guarded = new GuardedText([Parted(0, GuardAction.Redact, Number)], new NotingSink());
        using var output = new PooledBuffer();

        guarded.Feed("call 12 "u8, output);
        guarded.EndPart(output);

        Assert.Equal([8], guarded.Cuts.ToArray());
        Assert.Equal(0, guarded.OpenParts);
    }

    [Fact]
    public void EndPart_AnySplit_IsWhatGuardedPartsMakes()
    {
        var random = new Random(20_261_124);
        GuardAction[] actions = [GuardAction.Redact, GuardAction.Mask, GuardAction.Flag, GuardAction.Block];
        var (found, blocked) = (0, 0);
        for (var round = 0; round < 4_000; round++)
        {
            string[] parts = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => new string([.. Enumerable.Range(0, random.Next(1, 9)).Select(_ => " abf123-é"[random.Next(9)])]))];
            GuardAction[] chosen = [actions[random.Next(4)], actions[random.Next(3)], actions[random.Next(3)]];
            var sink = new NotingSink();
            var whole = new NotingSink();
            using var together = new GuardedParts([new(0, chosen[0], Number()), new(1, chosen[1], Dashed()), new(2, chosen[2], Exact())], whole);
            together.Run([.. parts.Select(part => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(part))]);

            var run = Run(parts, sink, random, chosen);

            Assert.Equal(whole.Notes, sink.Notes);
            Assert.Equal(together.IsBlocked, run.IsBlocked);
            found += whole.Notes.Count;
            blocked += together.IsBlocked ? 1 : 0;
            if (!together.IsBlocked)
                Assert.Equal(Written(together, parts), run.Parts);
        }

        Assert.InRange(found, 2_000, 30_000);
        Assert.InRange(blocked, 100, 2_000);
    }

    private static RunScanner Number() => new RunScanner("NUMBER", 3, b => char.IsAsciiDigit((char)b));

    private static RunScanner Dashed() => new RunScanner("DASHED", 4, b => b == '-' || char.IsAsciiDigit((char)b));

    private static ExactRun Exact() => new ExactRun("CODE", 3, b => char.IsAsciiLetterOrDigit((char)b));

    private static SpanRule Parted(int number, GuardAction action, Func<ISpanScanner> scanner) => new(number, action, new PartedScanner(scanner(), scanner()));

    private static List<string> Written(GuardedParts guarded, string[] parts)
    {
        var written = new List<string>();
        var start = 0;
        foreach (var part in parts.Select(Encoding.UTF8.GetBytes))
        {
            using var output = new PooledBuffer();
            guarded.Write(start, part, output);
            written.Add(Encoding.UTF8.GetString(output.WrittenSpan));
            start += part.Length;
        }

        return written;
    }

    private static (List<string> Parts, bool IsBlocked) Run(string[] parts, NotingSink sink, Random random, params GuardAction[] actions)
    {
        Func<ISpanScanner>[] scanners = [Number, Dashed, Exact];
        using var guarded = new GuardedText(actions.Select((action, i) => Parted(i, action, scanners[i])), sink);
        using var output = new PooledBuffer();
        foreach (var part in parts.Select(Encoding.UTF8.GetBytes))
        {
            for (var at = 0; at < part.Length;)
            {
                var length = Math.Min(random.Next(1, 5), part.Length - at);
                guarded.Feed(part.AsSpan(at, length), output);
                at += length;
            }

            guarded.EndPart(output);
        }

        guarded.Finish(output);
        var pieces = new List<string>();
        var from = 0;
        foreach (var cut in guarded.Cuts)
        {
            pieces.Add(Encoding.UTF8.GetString(output.WrittenSpan[from..cut]));
            from = cut;
        }

        return (pieces, guarded.IsBlocked);
    }
}
