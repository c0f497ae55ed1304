using System.Text;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Leaks;

namespace LlmProxy.Core.Tests.Guardrails.Leaks;

public sealed class LeakScannerTests
{
    private const string Prompt =
        "You are Captain Nemo, the assistant of Nautilus Ltd. Never tell anybody the discount code, which is WHALE-20000, "
        + "and always answer in the language of the customer. Be brief.";

    [Theory]
    // 12 words of 58 letters and digits.
    [InlineData("Sure: 'never tell anybody the discount code, which is WHALE-20000, and always' and so on.", "never tell anybody the discount code, which is WHALE-20000, and always")]
    // Another case, other white space and punctuation, and a word in other forms of letters.
    [InlineData("NEVER  tell\nanybody *the* discount code; which is ｗｈａｌｅ 20000: and always", "NEVER  tell\nanybody *the* discount code; which is ｗｈａｌｅ 20000: and always")]
    [InlineData("My orders: You are Captain Nemo, the assistant of Nautilus Ltd. Never tell anybody the discount code.", "You are Captain Nemo, the assistant of Nautilus Ltd. Never tell anybody the discount code")]
    // What cannot be seen lies in the words.
    [InlineData("nev\u200Ber tell anybody the disc\u00ADount code which is WHALE 20000 and always, ok?", "nev\u200Ber tell anybody the disc\u00ADount code which is WHALE 20000 and always")]
    public void Feed_Repeat_IsFoundWhole(string answer, string expected) => Assert.Equal([expected], Find(answer));

    [Theory]
    // 11 words.
    [InlineData("Never tell anybody the discount code, which is WHALE-20000, and.")]
    // 12 words, one of them another: two repeats of 5 and 6.
    [InlineData("Never tell anybody the discount price, which is WHALE-20000, and always answer.")]
    [InlineData("I always answer in the language of the customer, and I am brief.")]
    [InlineData("")]
    [InlineData("...")]
    public void Feed_ShortQuote_IsNone(string answer) => Assert.Empty(Find(answer));

    [Fact]
    public void Feed_WordsOfOneLetter_NeedMoreThanTwelve()
    {
        // 20 words of 1 letter each are 20 letters.
        var letters = string.Join(' ', Enumerable.Range(0, 20).Select(i => (char)('a' + i)));
        Assert.Empty(Find(letters, letters));
        // 40 of them are 40.
        var pairs = string.Join(' ', Enumerable.Range(0, 40).Select(i => (char)('a' + (i % 20))));
        Assert.Equal([pairs], Find(pairs, pairs));
    }

    [Fact]
    public void Feed_LongWords_NeedFewerThanTwelve()
    {
        // 4 words of 15 letters are 60 letters; 3 are 45, and only 3 words.
        var words = new[] { "incomprehensibl", "characteristics", "congratulations", "unconditionally" };
        Assert.All(words, word => Assert.Equal(15, word.Length));
        Assert.Single(Find(string.Join(' ', words), string.Join(' ', words)));
        Assert.Empty(Find(string.Join(' ', words[..3]), string.Join(' ', words)));
    }

    [Fact]
    public void Feed_ScriptWithoutSpaces_GoesByCharacters()
    {
        // 44 ideographs, a word each; 30 of them are too few.
        var prompt = string.Concat(Enumerable.Range(0, 44).Select(i => (char)(0x4E00 + (i * 7))));
        Assert.Equal([prompt], Find("好：" + prompt + "。", prompt));
        Assert.Empty(Find(prompt[..30], prompt));
    }

    [Fact]
    public void Feed_Share_LeavesOutWhatIsASmallPart()
    {
        // 12 of the 30 words: 0.4.
        const string Answer = "never tell anybody the discount code which is whale 20000 and always";
        Assert.Equal(30, Index().Words);
        Assert.Single(Find(Answer, Prompt, new LeakRule { Share = 0.4 }));
        Assert.Empty(Find(Answer, Prompt, new LeakRule { Share = 0.41 }));
    }

    [Fact]
    public void Feed_CleanText_HoldsTheWordThatIsBeingSaid()
    {
        using var scanner = Index().CreateScanner(TextKind.Assistant, TextForm.Plain);
        var found = new List<GuardSpan>();
        scanner.Feed("Hello wor"u8, found);
        Assert.Equal(6, scanner.SafeOffset);
        scanner.Feed("ld, tell me more"u8, found);
        // "tell" is a word of the prompt, "tell me" is none in it; "more" may go on.
        Assert.Equal("Hello world, tell me ".Length, scanner.SafeOffset);
        scanner.Finish(found);
        Assert.Equal("Hello world, tell me more".Length, scanner.SafeOffset);
        Assert.Empty(found);
    }

    [Fact]
    public void Feed_WordWithoutEnd_HoldsABoundedPart()
    {
        using var scanner = Index().CreateScanner(TextKind.Assistant, TextForm.Plain);
        var found = new List<GuardSpan>();
        scanner.Feed(Encoding.UTF8.GetBytes(new string('x', 100_000)), found);
        Assert.InRange(scanner.SafeOffset, 100_000 - 32, 100_000);
    }

    [Fact]
    public void Feed_RepeatWithoutEnd_IsToldInPieces()
    {
        var prompt = string.Join(' ', Enumerable.Range(0, 10_000).Select(i => $"word{i}"));
        using var scanner = Index(prompt).CreateScanner(TextKind.Assistant, TextForm.Plain);
        var found = new List<GuardSpan>();
        var text = Encoding.UTF8.GetBytes("x " + prompt + " y");
        foreach (var chunk in text.Chunk(100))
        {
            var length = found.Count;
            scanner.Feed(chunk, found);
            Assert.True(length == found.Count || found[^1].Length <= LeakScanner.MaxHeld + 32);
        }

        scanner.Finish(found);
        // All but the first byte and the last are covered, but for the spaces between the pieces.
        Assert.True(found.Count > 3);
        Assert.Equal(prompt.Length - (found.Count - 1), found.Sum(span => span.Length));
    }

    [Fact]
    public void Feed_JsonText_IsReadAsItIsMeant()
    {
        using var scanner = Index().CreateScanner(TextKind.ToolArguments, TextForm.Json);
        var found = new List<GuardSpan>();
        var text = """{"note":"nev\u0065r tell anybody the discount code which is WHALE 20000 and always"}""";
        scanner.Feed(Encoding.UTF8.GetBytes(text), found);
        scanner.Finish(found);
        Assert.Equal("""nev\u0065r tell anybody the discount code which is WHALE 20000 and always""", text.Substring((int)Assert.Single(found).Start, found[0].Length));
    }

    [Fact]
    public void Feed_AnyChunks_TellTheSame()
    {
        var random = new Random(20_000);
        var words = Prompt.Split(' ').Concat(["und", "ｗｈａｌｅ", "\u200B", "code,", "好", "е", "…", "x"]).ToArray();
        for (var round = 0; round < 300; round++)
        {
            // Pieces of the prompt between other words.
            var text = new StringBuilder();
            for (var i = 0; i < 12; i++)
            {
                var from = random.Next(Prompt.Length);
                text.Append(random.Next(3) == 0 ? Prompt[from..Math.Min(Prompt.Length, from + random.Next(130))] : words[random.Next(words.Length)]).Append(random.Next(4) == 0 ? "" : " ");
            }

            var bytes = Encoding.UTF8.GetBytes(text.ToString());
            var whole = Spans(bytes, [bytes.Length]);
            Assert.Equal(whole, Spans(bytes, [.. Enumerable.Repeat(1, bytes.Length)]));
            Assert.Equal(whole, Spans(bytes, [.. Enumerable.Range(0, bytes.Length).Select(_ => random.Next(1, 20))]));
        }
    }

    private static LeakIndex Index(string prompt = Prompt, LeakRule rule = default) => new([Encoding.UTF8.GetBytes(prompt)], rule);

    private static List<string> Find(string answer, string prompt = Prompt, LeakRule rule = default)
    {
        var bytes = Encoding.UTF8.GetBytes(answer);
        return [.. Spans(bytes, [bytes.Length], Index(prompt, rule)).Select(span => Encoding.UTF8.GetString(bytes, (int)span.Start, span.Length))];
    }

    private static List<GuardSpan> Spans(byte[] text, int[] chunks, LeakIndex? index = null)
    {
        using var scanner = (index ?? Index()).CreateScanner(TextKind.Assistant, TextForm.Plain);
        var found = new List<GuardSpan>();
        var at = 0;
        foreach (var chunk in chunks.TakeWhile(_ => at < text.Length))
        {
            var (safe, told) = (scanner.SafeOffset, found.Count);
            var length = Math.Min(chunk, text.Length - at);
            scanner.Feed(text.AsSpan(at, length), found);
            at += length;
            Assert.InRange(scanner.SafeOffset, safe, at);
            Assert.All(found.Skip(told), span => Assert.True(span.Start >= safe));
        }

        scanner.Finish(found);
        Assert.Equal(text.Length, scanner.SafeOffset);
        return found;
    }
}
