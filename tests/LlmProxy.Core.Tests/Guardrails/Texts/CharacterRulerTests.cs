using System.Text;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Texts;

namespace LlmProxy.Core.Tests.Guardrails.Texts;

public sealed class CharacterRulerTests
{
    // Characters of 1, 2, 3 and 4 bytes; the runs of digits stand at 0, 7, 14 and 21.
    private const string Text = "123 äß€4567😀xy8900ñ z123";

    [Fact]
    public void Take_EveryCutInTwo_MeasuresAsTheWhole()
    {
        var bytes = Encoding.UTF8.GetBytes(Text);
        for (var cut = 0; cut <= bytes.Length; cut++)
            Assert.Equal([new(0, 3), new(7, 4), new(14, 4), new(21, 3)], Run(bytes[..cut], bytes[cut..]));
    }

    [Fact]
    public void Take_BytesOneByOne_MeasuresAsTheWhole() =>
        Assert.Equal([new(0, 3), new(7, 4), new(14, 4), new(21, 3)], Run([.. Encoding.UTF8.GetBytes(Text).Select(b => new[] { b })]));

    [Fact]
    public void Reset_OtherText_IsMeasuredFromItsBeginning()
    {
        using var ruler = new CharacterRuler();
        Assert.Equal([new(1, 3)], Run(ruler, "ä123"u8.ToArray()));
        ruler.Reset();
        Assert.Equal([new(0, 3)], Run(ruler, "123"u8.ToArray()));
    }

    [Fact]
    public void Take_FindingsOutOfOrder_AreMeasured()
    {
        using var ruler = new CharacterRuler();
        List<GuardSpan> found = [new(7, 2, "B"), new(2, 1, "A")];

        ruler.Take("äbäöcd"u8, found, 0, 9);

        Assert.Equal([new(4, 2), new(1, 1)], found.Select(span => span.Characters!.Value));
    }

    [Fact]
    public void Take_SpanBeforeWhatIsKept_HasNoPosition()
    {
        using var ruler = new CharacterRuler();
        List<GuardSpan> found = [];
        ruler.Take("abc"u8, found, 0, 3);
        found.Add(new(1, 2, "A"));

        ruler.Take("def"u8, found, 0, 6);

        Assert.Null(found[0].Characters);
    }

    [Fact]
    public void Take_CleanPieces_AllocateNothing()
    {
        using var ruler = new CharacterRuler();
        List<GuardSpan> found = [];
        var safe = 0L;
        void Pieces(int count)
        {
            for (var i = 0; i < count; i++)
                ruler.Take("Grüße "u8, found, 0, safe += 8);
        }

        Pieces(10);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Pieces(10_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static List<CharacterRange> Run(params byte[][] pieces)
    {
        using var ruler = new CharacterRuler();
        return Run(ruler, pieces);
    }

    private static List<CharacterRange> Run(CharacterRuler ruler, params byte[][] pieces)
    {
        using var scanner = new RunScanner("NUMBER", 3, b => char.IsAsciiDigit((char)b));
        var found = new List<GuardSpan>();
        foreach (var piece in pieces)
        {
            var first = found.Count;
            scanner.Feed(piece, found);
            ruler.Take(piece, found, first, scanner.SafeOffset);
        }

        var last = found.Count;
        scanner.Finish(found);
        ruler.Finish(found, last);
        return [.. found.Select(span => span.Characters!.Value)];
    }
}
