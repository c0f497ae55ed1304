using System.Text;
using LlmProxy.Core.Guardrails.Injection.Concepts;

namespace LlmProxy.Core.Tests.Guardrails.Injection.Concepts;

public class ConceptTrieTests
{
    private static readonly ConceptTrie Trie = new(
    [
        (Bytes("system"), 1),
        (Bytes("system prompt"), 2),
        (Bytes("ignor*"), 3),
        (Bytes("忘记"), 4),
    ]);

    [Theory]
    [InlineData("system", 1, 6)]
    [InlineData("system prompt.", 2, 13)]
    [InlineData("system prompts", 1, 6)]
    [InlineData("systems", -1, 0)]
    [InlineData("ignoring it", 3, 5)]
    [InlineData("ignition", -1, 0)]
    [InlineData("忘记规则", 4, 6)]
    [InlineData("", -1, 0)]
    public void Match_AtTheBeginning_IsTheLongestPhrase(string text, int concept, int length)
    {
        Assert.Equal(concept, Trie.Match(Bytes(text), out var found));
        Assert.Equal(length, found);
    }

    [Fact]
    public void Lexicon_TheOneOfThisVersion_HasNoMoreConceptsThanBits()
    {
        Assert.InRange(Lexicon.Default.Names.Count, 30, 64);
        Assert.Equal(Lexicon.Default.Names.Count, Lexicon.Default.Names.Distinct().Count());
    }

    [Theory]
    [InlineData("disregard", "IGNORE")]
    [InlineData("olvida", "IGNORE")]
    [InlineData("игнорируй", "IGNORE")]
    [InlineData("忽略", "IGNORE")]
    [InlineData("talimatlari", "INSTRUCTION")]
    [InlineData("パスワード", "SECRET")]
    [InlineData("im_start", "TEMPLATE")]
    public void Lexicon_AWordOfAnyLanguage_IsItsConcept(string word, string concept)
    {
        var found = Lexicon.Default.Trie.Match(Bytes(word), out _);

        Assert.Equal(concept, Lexicon.Default.Names[found]);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
