using System.Text;
using LlmProxy.Core.Guardrails.Injection.Concepts;
using LlmProxy.Core.Guardrails.Injection.Features;

namespace LlmProxy.Core.Tests.Guardrails.Injection.Concepts;

public class WordBeginningsTests
{
    [Theory]
    [InlineData("ai is here, they say", true)]
    [InlineData("ai2 is here, they say", false)]
    [InlineData("ai_x is here, they say", true)] // "ai" stands there as a word
    [InlineData("system and more of it", true)]
    [InlineData("systemic and more of it", true)] // five letters are the same
    [InlineData("sysop is an old word", false)]
    [InlineData("tyger tyger burning", true)] // begins as the stem does
    [InlineData("tiger tiger burning", false)]
    [InlineData("do nothing until then", true)] // five bytes are the same
    [InlineData("do it until then, now", false)]
    [InlineData("does nothing until it", false)]
    public void MayHold_AWord_IsToldByItsBeginning(string text, bool expected)
    {
        var beginnings = new WordBeginnings();
        beginnings.Add("ai"u8, isStem: false);
        beginnings.Add("system"u8, isStem: false);
        beginnings.Add("ty"u8, isStem: true);
        beginnings.Add("do not follow"u8, isStem: false);

        Assert.True(WordWindow.TryRead(Encoding.UTF8.GetBytes(text), 0, out var word));
        Assert.Equal(expected, beginnings.MayHold(word.Bytes, word.Latin));
    }

    [Fact]
    public void MayHold_WhereverTheLexiconHasAPhrase_LetsItPass()
    {
        var random = new Random(20_261_121);
        var trie = Lexicon.Default.Trie;
        string[] beginnings = ["ignor", "system", "prompt", "you", "ai", "all", "do", "not", "the", "ty", "mode", "rule", "im_start", "set", "aside", "x"];
        string[] ends = ["", "e", "s", "ed", "2", "_a", " not", " now on"];
        var found = 0;
        for (var round = 0; round < 20_000; round++)
        {
            var text = Encoding.UTF8.GetBytes(
                $"{beginnings[random.Next(beginnings.Length)]}{ends[random.Next(ends.Length)]} {beginnings[random.Next(beginnings.Length)]} and some more");
            Assert.True(WordWindow.TryRead(text, 0, out var word));
            if (trie.Match(text, out _) < 0)
                continue;
            found++;
            Assert.True(trie.MayMatch(word));
        }

        Assert.InRange(found, 2_000, 20_000);
    }
}
