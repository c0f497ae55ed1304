using System.Text;
using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails.Folding;

public sealed class SuspectSearchTests
{
    private static readonly FoldedPatternSet[] Sets = [.. new[] { "[0-9]{3}-[0-9]{2}", "cat", "é+x", "[a-c]{2,40}d", "zz", "b\\b", "9{20}", "日本" }.Select(Set)];

    [Fact]
    public void Read_EachSet_IsSuspectWhereItHasAMatch()
    {
        Assert.Equal([true, false, false, false, false, false, false, false], Read("call 123-45 now", Sets));
        Assert.Equal([false, true, false, false, true, false, false, true], Read("the cat zzz in 日本", Sets));
        Assert.Equal([false, false, false, false, false, false, false, false], Read("nothing of it", Sets));
        Assert.Equal([false, false, false, false, false, false, false, false], Read("", Sets));
    }

    [Fact]
    public void Read_AMatchOfTheFoldedForm_IsSuspected() => Assert.True(Read("the c\u200Bａt", Sets)[1]);

    [Fact]
    public void Read_AMatchAcrossSlices_IsSuspected()
    {
        // The text is read in slices of 4,096 bytes: one ends within the word, and within a character of the second text.
        Assert.True(Read(new string('-', 4094) + "cat", Sets)[1]);
        Assert.True(Read(new string('-', 4094) + "日本", Sets)[7]);
    }

    [Fact]
    public void Read_AnotherText_RemembersNothing()
    {
        using var search = new SuspectSearch(FoldOptions.Usual);
        var suspects = new bool[Sets.Length];
        search.Read(Sets, "cat ca"u8, suspects);
        search.Read(Sets, "t"u8, suspects);

        Assert.DoesNotContain(true, suspects);
    }

    [Fact]
    public void Read_AnyText_SuspectsWhateverHasAMatch()
    {
        var random = new Random(20_261_121);
        const string Letters = "aabcatdz é9日本-x12 \u200B";
        var (clean, matches) = (0, 0);
        for (var round = 0; round < 5_000; round++)
        {
            var text = new string([.. Enumerable.Range(0, random.Next(60)).Select(_ => Letters[random.Next(Letters.Length)])]);
            var some = Sets[random.Next(4)..random.Next(5, Sets.Length + 1)];
            var suspects = Read(text, some);
            for (var i = 0; i < some.Length; i++)
            {
                if (HasMatch(some[i], text))
                {
                    matches++;
                    Assert.True(suspects[i]);
                }

                clean += suspects[i] ? 0 : 1;
            }
        }

        // Else a search that suspects nothing, or everything, would pass.
        Assert.InRange(matches, 2_000, 20_000);
        Assert.InRange(clean, 2_000, 38_000);
    }

    private static bool[] Read(string text, FoldedPatternSet[] sets)
    {
        var search = sets[0].RentSearch();
        var suspects = new bool[sets.Length];
        search.Read(sets, Encoding.UTF8.GetBytes(text), suspects);
        sets[0].Return(search);
        return suspects;
    }

    private static bool HasMatch(FoldedPatternSet set, string text)
    {
        using var scanner = set.RentScanner();
        scanner.Feed(Encoding.UTF8.GetBytes(text));
        var found = scanner.Matches.Length > 0;
        scanner.Finish();
        return found || scanner.Matches.Length > 0;
    }

    private static FoldedPatternSet Set(string expression) =>
        new(PatternSet.Compile([new PatternDefinition("p", expression) { MaxLength = 100 }]), FoldOptions.Usual);
}
