using System.Text;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails.Matching;

public class PatternSetTests
{
    [Theory]
    [InlineData("abc", "xabcabc", "1-4 4-7")]
    [InlineData("a|ab|abc", "abcab", "0-3 3-5")]
    [InlineData("a{2,3}", "aaaaaaa", "0-3 3-6")]
    [InlineData(@"\d{3}-\d{2}", "123-4567-89", "0-6")]
    [InlineData(@"(?<!\d)\d{3}(?!\d)", "1234 567 89", "5-8")]
    [InlineData(@"\bcat\b", "cat concat cat's catalogue cat", "0-3 11-14 27-30")]
    [InlineData(@"\Bcat", "cat concat", "7-10")]
    [InlineData("^a+", "aab aa", "0-2")]
    [InlineData("(?m)^a+$", "aa\nab\na", "0-2 6-7")]
    [InlineData("a+$", "aab aa", "4-6")]
    [InlineData(@"(?:^|\s)x", "x xx x", "0-1 1-3 4-6")]
    [InlineData(@"(?<=^|\s)x(?=\s|$)", "x xx x", "0-1 5-6")]
    [InlineData("(?i)key", "Key KEY \u212Aey", "0-3 4-7 8-13")]
    [InlineData("a(?i:b)c", "abc aBc ABC", "0-3 4-7")]
    [InlineData("a.c", "abc a\nc aéc", "0-3 8-12")]
    [InlineData("(?s)a.c", "a\nc", "0-3")]
    [InlineData(@"[\]a\-^]+", "x]a-^x", "1-5")]
    [InlineData("[]a]+", "x]ax", "1-3")]
    [InlineData("[a-]+", "x-ax", "1-3")]
    [InlineData("[^a-y]+", "xzzx", "1-3")]
    [InlineData(@"\x41\u0042\t", "AB\t", "0-3")]
    [InlineData("a{,2}", "a{,2}", "0-5")]
    [InlineData("(?<name>a)(b)?", "ab", "0-2")]
    [InlineData(@"\w+", "héllo 한국", "0-6 7-13")]
    [InlineData(@"\p{Lu}\p{L}+", "Éa ÉÉ", "0-3 4-8")]
    [InlineData("x*", "axxb", "1-3")]
    public void FindAll_OneExpression_FindsTheLongestFromTheLeft(string expression, string text, string expected) =>
        Assert.Equal(expected, Find([new("p", expression)], text));

    [Fact]
    public void FindAll_CharactersOfFourBytes_AreOneCharacterEach() =>
        Assert.Equal("1-5 5-9", Find([new("p", "[\U0001F600-\U0001F64F]")], "a😀😂b"));

    [Fact]
    public void FindAll_BytesThatAreNoText_CountAsReplacementCharacters()
    {
        // E2 82 is the beginning of a sequence, cut by 'a': one character. FF and 80 are one each.
        byte[] text = [0xE2, 0x82, (byte)'a', 0xFF, 0x80, (byte)'a'];
        var found = PatternSet.Compile([new("p", "\uFFFD+a")]).FindAll(text);
        Assert.Equal([(0, 3), (3, 6)], found.Select(match => ((int)match.Start, (int)match.End)));
    }

    [Fact]
    public void FindAll_SeveralPatterns_DoNotHideEachOther()
    {
        PatternDefinition[] patterns = [new("digits", @"\d+"), new("date", @"\d+-\d+"), new("same", "[0-9]+")];

        // At 0 the longest first, then in order of the patterns; at 3 the rest of the date.
        Assert.Equal("1:0-5 0:0-2 2:0-2 0:3-5 2:3-5", FindNumbered(patterns, "12-34"));
    }

    [Fact]
    public void FindAll_RejectedLongest_GivesWayToShorterAndLater()
    {
        // Even numbers only: of 1235 it is 12 (not 1235, not 123), then nothing of 35.
        var even = new PatternDefinition("even", @"\d+") { Validator = new LambdaValidator(c => (c.Match[^1] - '0') % 2 == 0) };
        Assert.Equal("0-2 5-7", Find([even], "1235 74"));
    }

    [Fact]
    public void FindAll_ManyEnds_TriesTheEightLongest()
    {
        // 'a' ten times: lengths 10 to 3 are tried, then the next start; there 2 is the eighth.
        var two = new PatternDefinition("two", "a+") { Validator = new LambdaValidator(c => c.Match.Length == 2) };
        Assert.Equal("1-3 3-5 5-7 7-9", Find([two], "aaaaaaaaaa"));
    }

    [Fact]
    public void FindAll_PartOfAMatch_IsReportedAndTheRestSearchedOn()
    {
        var value = new PatternDefinition("value", @"key=\w+") { Validator = new PartValidator(4, 2) };
        Assert.Equal("4-6 10-12", Find([value], "key=abkey=cd"));
    }

    [Fact]
    public void FindAll_WholeWords_HaveNoWordCharacterBeside() =>
        Assert.Equal("4-7", Find([new("p", "cat") { WholeWords = true }], "cats cat concat"[1..]));

    [Fact]
    public void FindAll_LongerThanMaxLength_TakesTheLongestThatIsAllowed() =>
        Assert.Equal("0-4 4-8 8-10", Find([new("p", "a+") { MaxLength = 4 }], "aaaaaaaaaa"));

    [Fact]
    public void FindAll_Validator_SeesTextAroundTheMatch()
    {
        List<string> seen = [];
        var spy = new LambdaValidator(c => Note(seen, c), 4);
        Find([new("p", "x") { Validator = spy }], new string('b', 70) + "x12345x9");
        Assert.Equal([new string('b', 64) + "|x|1234", new string('b', 58) + "x12345|x|9"], seen);
    }

    [Fact]
    public void FindAll_Continuation_EndsBeforeWhatIsNoBody() =>
        Assert.Equal("0-12", Find([new("p", "sk-[a-z]{3}") { Continuation = new("[a-z0-9]") }], "sk-abcdef123 sk-x"));

    [Fact]
    public void FindAll_ContinuationWithEnd_EndsBehindIt()
    {
        var key = new PatternDefinition("pem", "-----BEGIN KEY-----") { Continuation = new("[-A-Z0-9\n ]", "-----END KEY-----") };
        Assert.Equal("2-43", Find([key], "a -----BEGIN KEY-----\nMII\n-----END KEY----- AND"));
        Assert.Equal("0-24", Find([key], "-----BEGIN KEY-----\nMII\nand"));
    }

    [Fact]
    public void FindAll_ContinuationLongerThanItsBound_IsSearchedOn() =>
        Assert.Equal("0-5 5-10 10-12", Find([new("p", "aa") { Continuation = new("a") { MaxLength = 3 } }], "aaaaaaaaaaaa"));

    private static bool Note(List<string> seen, MatchCandidate candidate)
    {
        seen.Add($"{Encoding.UTF8.GetString(candidate.Before)}|{Encoding.UTF8.GetString(candidate.Match)}|{Encoding.UTF8.GetString(candidate.After)}");
        return true;
    }

    private static string Find(PatternDefinition[] patterns, string text) => string.Join(' ',
        PatternSet.Compile(patterns).FindAll(Encoding.UTF8.GetBytes(text)).Select(match => $"{match.Start}-{match.End}"));

    private static string FindNumbered(PatternDefinition[] patterns, string text) => string.Join(' ',
        PatternSet.Compile(patterns).FindAll(Encoding.UTF8.GetBytes(text)).Select(match => $"{match.Pattern}:{match.Start}-{match.End}"));

    private sealed class PartValidator(int start, int length) : IMatchValidator
    {
        public MatchVerdict Judge(in MatchCandidate candidate) => MatchVerdict.AcceptPart(start, length);
    }
}
