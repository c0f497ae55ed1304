using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LlmProxy.Core.Guardrails.Folding;

namespace LlmProxy.Core.Tests.Guardrails.Folding;

public class TextFolderTests
{
    private const FoldOptions All = FoldOptions.Usual | FoldOptions.HtmlReferences | FoldOptions.LowerCase;

    [Theory]
    [InlineData(FoldOptions.Forms, "ｓｋ－１２３＠ｅｘ．ｏｒｇ", "sk-123@ex.org")]
    [InlineData(FoldOptions.Forms, "𝐈𝑔𝓃𝔬𝕣𝖾 𝟏𝟚𝟯 ⓐⒷ① 🅰🄱", "Ignore 123 aB1 AB")]
    [InlineData(FoldOptions.Forms, "ﬁle ﬄ ² ₃ ⁴ №", "file ffl 2 3 4 No")]
    [InlineData(FoldOptions.Forms, "١٢٣ ۴۵ ७८ 123–45‑67", "123 45 78 123-45-67")]
    [InlineData(FoldOptions.Forms, "a\u00A0b\u3000c ɪɢɴᴏʀᴇ", "a b c ignore")]
    [InlineData(FoldOptions.Forms, "é ß 한국 пример", "é ß 한국 пример")]
    [InlineData(FoldOptions.Invisible, "ig\u200Bno\u00ADre\uFEFF \u202Eall\uFE0F", "ignore all")]
    [InlineData(FoldOptions.Tags, "a\U000E0068\U000E0069", "ahi")]
    [InlineData(FoldOptions.Invisible, "a\U000E0068\U000E0069", "a")]
    [InlineData(FoldOptions.LookAlikes, "pаsswоrd", "password")]
    [InlineData(FoldOptions.LookAlikes, "аpple о", "apple о")]
    [InlineData(FoldOptions.LookAlikes, "сорока наш РОСА", "сорока наш РОСА")]
    [InlineData(FoldOptions.LookAlikes, "а1b а1 b", "a1b а1 b")]
    [InlineData(FoldOptions.LookAlikesEverywhere, "росе αο", "poce ao")]
    [InlineData(FoldOptions.Usual, "р\u200Bаss", "pass")]
    [InlineData(FoldOptions.Usual, "сｏde", "code")]
    [InlineData(FoldOptions.HtmlReferences, "jane&#64;ex&#x2E;org &amp;amp; AT&T &nope; &", "jane@ex.org &amp; AT&T &nope; &")]
    [InlineData(FoldOptions.HtmlReferences, "&commat;&period;&#1114112;&#xD800;&#;", "@.&#1114112;&#xD800;&#;")]
    [InlineData(FoldOptions.LowerCase, "ÄPFEL Éa ABC", "äpfel éa abc")]
    [InlineData(FoldOptions.None, "ｓ\u200Bа&#64;\\u0040", "ｓ\u200Bа&#64;\\u0040")]
    public void Feed_OneText_IsFolded(FoldOptions options, string text, string expected)
    {
        Assert.Equal(expected, Fold(options, Encoding.UTF8.GetBytes(text), []).Text);
        Assert.Equal(expected, Fold(options, Encoding.UTF8.GetBytes(text), Enumerable.Range(0, Encoding.UTF8.GetByteCount(text))).Text);
    }

    [Fact]
    public void Feed_AnyTextAndCuts_FoldsTheSameAsInOnePiece()
    {
        string[] pieces = ["\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B\u200B", "a", "Z", "1", " ", "а", "ж", "ο", "ｓ", "\u200B", "&", "&#64;", "#", ";", "😀", "ﬁ", "é", "ааааааааааааааааааааааааааааааааааааа"];
        var texts = Gen.Choose(0, pieces.Length - 1).ListOf().Select(list => string.Concat(list.Select(i => pieces[i])));
        var cases = texts.SelectMany(text => Gen.Choose(0, Encoding.UTF8.GetByteCount(text)).ListOf().Select(cuts => (text, cuts)));
        Prop.ForAll(Arb.From(cases), pair =>
        {
            var text = Encoding.UTF8.GetBytes(pair.text);
            var whole = Fold(All, text, []);
            var cut = Fold(All, text, pair.cuts.Order());
            return whole.Text == cut.Text && whole.Starts.SequenceEqual(cut.Starts) && whole.Ends.SequenceEqual(cut.Ends);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void RawStartOf_FoldedPositions_LeadsBackToTheRawCharacter()
    {
        // a | U+200B, 3 bytes | b | full-width c, 3 bytes | ligature ffi, 3 bytes, folded to three
        var (text, starts, ends) = Fold(FoldOptions.Usual, "a\u200Bbｃﬃ"u8, []);
        Assert.Equal("abcffi", text);
        Assert.Equal([0, 4, 5, 8, 8, 8], starts);
        Assert.Equal([1, 5, 8, 11, 11, 11], ends);
    }

    [Fact]
    public void Feed_TextThatNeedsNothing_KeepsNoMapAndAllocatesNothing()
    {
        using var folder = new TextFolder(FoldOptions.Usual);
        var text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("Plain words of a sentence, naïve ones and 한국어 too. ", 50)));
        Read(folder, text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Read(folder, text);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1, folder.MapSegments);
        Assert.Equal(0, folder.Changes);
        Assert.Equal(text.Length, folder.RawLength);
    }

    [Fact]
    public void Feed_LongWordOfLookAlikes_WaitsForThirtyTwoCharactersOnly()
    {
        using var folder = new TextFolder(FoldOptions.LookAlikes);
        folder.Feed(Encoding.UTF8.GetBytes(new string('а', TextFolder.MaxWord)));
        Assert.Equal(0, folder.FoldedLength);
        folder.Feed("а"u8);
        Assert.Equal(2 * TextFolder.MaxWord, folder.FoldedLength);
    }

    [Fact]
    public void Feed_WordFullOfWhatIsDropped_WaitsForThirtyTwoCharactersOnly()
    {
        using var folder = new TextFolder(FoldOptions.Usual);
        folder.Feed(Encoding.UTF8.GetBytes("а" + new string('\u200B', TextFolder.MaxWord - 1)));
        Assert.Equal(0, folder.FoldedLength);
        folder.Feed("\u200B"u8);
        Assert.Equal(2, folder.FoldedLength);
    }

    private static void Read(TextFolder folder, byte[] text)
    {
        folder.Reset();
        for (var i = 0; i < text.Length; i += 20)
            folder.Feed(text.AsSpan(i, Math.Min(20, text.Length - i)));
        folder.Finish();
    }

    private static (string Text, List<long> Starts, List<long> Ends) Fold(FoldOptions options, ReadOnlySpan<byte> text, IEnumerable<int> cuts)
    {
        using var folder = new TextFolder(options);
        List<byte> folded = [];
        var from = 0;
        foreach (var cut in cuts.Append(text.Length))
        {
            folder.Feed(text[from..cut]);
            folded.AddRange(folder.Folded);
            from = cut;
        }

        folder.Finish();
        folded.AddRange(folder.Folded);
        Assert.Equal(folded.Count, folder.FoldedLength);
        Assert.Equal(text.Length, folder.RawLength);
        List<long> starts = [.. Enumerable.Range(0, folded.Count).Select(i => folder.RawStartOf(i))];
        List<long> ends = [.. Enumerable.Range(0, folded.Count).Select(i => folder.RawEndOf(i + 1))];
        return (Encoding.UTF8.GetString([.. folded]), starts, ends);
    }
}
