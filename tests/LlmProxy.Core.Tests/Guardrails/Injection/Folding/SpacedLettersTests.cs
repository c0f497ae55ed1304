using System.Text;
using LlmProxy.Core.Guardrails.Injection.Folding;

namespace LlmProxy.Core.Tests.Guardrails.Injection.Folding;

public class SpacedLettersTests
{
    [Theory]
    [InlineData("a long text of plain words comes first, as long as any register: then i g n o r e it all now", "a long text of plain words comes first, as long as any register: then i g n o r e it all now", false)]
    [InlineData("a long text of plain words comes first, as long as any register: then i g n o r e d i t now", "a long text of plain words comes first, as long as any register: then ignoredit now", true)]
    [InlineData("p r o m p t s a now and a few more words up to the end of it all, so that it is long", "promptsa now and a few more words up to the end of it all, so that it is long", true)]
    public void Undo_LettersApart_AreJoinedFromEightOn(string text, string expected, bool isSpaced)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var kinds = FoldingKinds.None;

        var length = SpacedLetters.Undo(bytes, ref kinds);

        Assert.Equal(expected, Encoding.UTF8.GetString(bytes, 0, length));
        Assert.Equal(isSpaced ? FoldingKinds.Spaced : FoldingKinds.None, kinds);
    }

    [Fact]
    public void Undo_AnyText_IsWhatLookingAtEveryCharacterGives()
    {
        var random = new Random(20_261_121);
        var joined = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = Encoding.UTF8.GetBytes(new string([.. Enumerable.Range(0, random.Next(120)).Select(i => i % 2 == 0 ? "aabbbc  \u00E9d"[random.Next(random.Next(3) > 0 ? 6 : 10)] : "        a"[random.Next(9)])]));
            var (first, second) = ((byte[])text.Clone(), (byte[])text.Clone());
            var (kinds, expectedKinds) = (FoldingKinds.None, FoldingKinds.None);

            var length = SpacedLetters.Undo(first, ref kinds);
            var expected = Naive(second, ref expectedKinds);

            Assert.Equal(Encoding.Latin1.GetString(second, 0, expected), Encoding.Latin1.GetString(first, 0, length));
            Assert.Equal(expectedKinds, kinds);
            joined += kinds == FoldingKinds.None ? 0 : 1;
        }

        // Else the texts would be no test.
        Assert.InRange(joined, 1_000, 19_000);
    }

    /// <summary>The rule as the model was trained with it: from each place on, behind the next space.</summary>
    private static int Naive(byte[] text, ref FoldingKinds kinds)
    {
        var output = new List<byte>();
        var position = 0;
        for (var i = 0; i + 2 < text.Length;)
        {
            if (text[i + 1] == ' ' && text[i] is > (byte)' ' and < 0x80 && (i == 0 || text[i - 1] == ' '))
            {
                output.AddRange(text[position..i]);
                position = Take(text, i, output, ref kinds);
                i = position;
                continue;
            }

            var space = Array.IndexOf(text, (byte)' ', i + 1);
            if (space < 0)
                break;
            i = space + 1;
        }

        output.AddRange(text[position..]);
        output.CopyTo(text);
        return output.Count;
    }

    private static int Take(byte[] text, int start, List<byte> output, ref FoldingKinds kinds)
    {
        List<int> letters = [];
        var end = start;
        for (var i = start; i < text.Length && text[i] is > (byte)' ' and < 0x80;)
        {
            var gap = 0;
            while (gap < 4 && i + 1 + gap < text.Length && text[i + 1 + gap] == ' ')
                gap++;
            if (gap == 0 && i + 1 < text.Length)
                break;
            letters.Add(i);
            end = i + 1;
            i += 1 + gap;
        }

        if (letters.Count < 8)
        {
            output.AddRange(text[start..end]);
            return end;
        }

        kinds |= FoldingKinds.Spaced;
        for (var i = 0; i < letters.Count; i++)
        {
            if (i > 0 && letters[i] - letters[i - 1] > 2)
                output.Add((byte)' ');
            output.Add(text[letters[i]]);
        }

        return end;
    }
}
