using System.Runtime.CompilerServices;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails;

public sealed class SuspectRulesTests
{
    [Fact]
    public void Read_TextWithoutAMatch_SuspectsNobody()
    {
        using var rules = new SuspectRules([Rule(Set("a")), Rule(Set("b"))]);

        rules.Read("x b y"u8);

        Assert.Equal((false, true), (rules[0], rules[1]));
    }

    [Fact]
    public void Read_SharedSearchFails_SuspectsAll()
    {
        // A set without patterns breaks the search that both share.
        var broken = (FoldedPatternSet)RuntimeHelpers.GetUninitializedObject(typeof(FoldedPatternSet));
        using var rules = new SuspectRules([Rule(Set("a")), Rule(broken)]);

        rules.Read("x y"u8);

        Assert.Equal((true, true), (rules[0], rules[1]));
    }

    [Fact]
    public void Dispose_Twice_GivesTheSearchBackOnce()
    {
        var set = Set("a");
        var rules = new SuspectRules([Rule(set), Rule(Set("b"))]);
        rules.Read("x"u8);

        rules.Dispose();
        rules.Dispose();

        Assert.NotSame(set.RentSearch(), set.RentSearch());
        rules.Read("x"u8);
        Assert.Equal((true, true), (rules[0], rules[1]));
    }

    private static FoldedPatternSet Set(string expression) => new(PatternSet.Compile([new PatternDefinition("p", expression) { MaxLength = 10 }]), FoldOptions.None);

    private static SpanRule Rule(FoldedPatternSet patterns) => new(0, GuardAction.Redact, new Patterned(patterns));

    /// <summary>Says what it is made of, and finds nothing.</summary>
    private sealed class Patterned(FoldedPatternSet patterns) : ISpanScanner
    {
        public FoldedPatternSet? Patterns => patterns;

        public long SafeOffset => 0;

        public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
        {
        }

        public void Finish(List<GuardSpan> found)
        {
        }

        public void Reset()
        {
        }

        public void Dispose()
        {
        }
    }
}
