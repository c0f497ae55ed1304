using System.Text;
using LlmProxy.Core.Tokens.Patterns;

namespace LlmProxy.Core.Tests.Tokens.Patterns;

public sealed class PatternTests
{
    [Theory]
    [InlineData("Hello  world's end", "Hello| | world|'s| end")]
    [InlineData("I'LL don't", "I|'|LL| don|'t")]
    [InlineData("12345 6", "12345| 6")]
    [InlineData("a\n\n b", "a|\n\n| b")]
    [InlineData("e\u0301!", "e|\u0301!")]
    [InlineData("x  ", "x|  ")]
    public void Gpt2_Text_Pieces(string text, string pieces) => Assert.Equal(pieces, Cut<Gpt2Pattern>(text));

    [Theory]
    [InlineData("Hello  world's end", "Hello| | world|'s| end")]
    [InlineData("I'LL don't", "I|'LL| don|'t")]
    [InlineData("12345 6", "123|45| |6")]
    [InlineData("a\n\n b", "a|\n\n| b")]
    [InlineData("a \n  \r\n  b", "a| \n  \r\n| | b")]
    [InlineData("\tx (y)\n\nz", "\tx| (|y|)\n\n|z")]
    [InlineData("'\u017F's", "'\u017F|'s")]
    [InlineData("\u00A0x\u3000\u3000y", "\u00A0x|\u3000|\u3000y")]
    public void Cl100k_Text_Pieces(string text, string pieces) => Assert.Equal(pieces, Cut<Cl100kPattern>(text));

    [Theory]
    [InlineData("HelloWorld's XMLHttp", "Hello|World's| XMLHttp")]
    [InlineData("ABC中文DEfg", "ABC中文DEfg")]
    [InlineData("ABC中DE", "ABC中|DE")]
    [InlineData("\u0301ABC", "\u0301|ABC")]
    [InlineData("\u0301abc", "\u0301abc")]
    [InlineData("!\u0301A", "!\u0301|A")]
    [InlineData("a/b.\n/\r/c", "a|/b|.\n/\r/|c")]
    [InlineData("'tis I'd", "'tis| I'd")]
    [InlineData("12345 6", "123|45| |6")]
    [InlineData("a \n  \r\n  b", "a| \n  \r\n| | b")]
    [InlineData("\u01C5a\u01C5B", "\u01C5a|\u01C5B")]
    public void O200k_Text_Pieces(string text, string pieces) => Assert.Equal(pieces, Cut<O200kPattern>(text));

    private static string Cut<TPattern>(string text)
        where TPattern : struct, IPattern
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        var pieces = new List<string>();
        for (int start = 0, end; start < utf8.Length; start = end)
        {
            end = TPattern.EndOfPiece(utf8, start);
            pieces.Add(Encoding.UTF8.GetString(utf8[start..end]));
        }

        return string.Join('|', pieces);
    }
}
