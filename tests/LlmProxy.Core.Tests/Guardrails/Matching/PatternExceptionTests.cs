using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails.Matching;

public class PatternExceptionTests
{
    [Theory]
    [InlineData(@"(a)\1", 3, "reference back")]
    [InlineData("a+?", 2, "lazy or possessive")]
    [InlineData("a++", 2, "lazy or possessive")]
    [InlineData("a{2}{3}", 4, "a count cannot follow a count")]
    [InlineData("a{3,2}", 1, "must not run backwards")]
    [InlineData("a{1,2000}", 7, "1000 at most")]
    [InlineData("*a", 0, "nothing to repeat")]
    [InlineData("ab(cd", 2, "not closed")]
    [InlineData("ab)cd", 2, "closes no group")]
    [InlineData("[a-z", 4, "ends too early")]
    [InlineData("[z-a]", 2, "must not run backwards")]
    [InlineData("[a-z-[aeiou]]", 4, "cannot be subtracted")]
    [InlineData(@"[a-\d]", 2, "cannot end with a class")]
    [InlineData(@"\p{Greek}", 3, "no general category")]
    [InlineData(@"\k", 0, "no meaning here")]
    [InlineData(@"a\", 2, "ends too early")]
    [InlineData(@"\u12", 4, "4 hexadecimal digits")]
    [InlineData("(?!000)a", 4, "one character only")]
    [InlineData("(?<!ab)c", 5, "one character only")]
    [InlineData("(?!a)b", 0, "at the end of the expression only")]
    [InlineData("a(?<!b)", 1, "at the beginning of the expression only")]
    [InlineData(@"a\bb", 1, "at the beginning or the end")]
    [InlineData(@"(?:\ba)+", 7, "cannot be repeated")]
    [InlineData("(?>a)", 0, "can begin with '(?'")]
    [InlineData("(?<=$)a", 4, "the other end")]
    [InlineData("", null, "the empty text only")]
    [InlineData("^$", null, "the empty text only")]
    [InlineData("(?:a{1000}){10}", null, "more than 8192 states")]
    public void Compile_ExpressionThatCannotBeUsed_TellsPatternPlaceAndProblem(string expression, int? position, string problem)
    {
        var error = Assert.Throws<PatternException>(() => PatternSet.Compile([new("mine", expression)]));
        Assert.Equal("mine", error.PatternId);
        Assert.Equal(position, error.Position);
        Assert.StartsWith("Pattern 'mine'", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_BoundsOutOfRange_AreRefused()
    {
        Assert.Throws<PatternException>(() => PatternSet.Compile([new("a", "a") { MaxLength = 0 }]));
        Assert.Throws<PatternException>(() => PatternSet.Compile([new("a", "a") { MaxLength = 4097 }]));
        Assert.Throws<PatternException>(() => PatternSet.Compile([new("a", "a") { Continuation = new("ab") }]));
        Assert.Throws<PatternException>(() => PatternSet.Compile([new("a", "a") { Continuation = new("a") { MaxLength = 0 } }]));
        Assert.Throws<PatternException>(() => PatternSet.Compile([new("a", "a") { Continuation = new("a", @"b\b") }]));
        Assert.Throws<ArgumentException>(() => PatternSet.Compile([]));
    }
}
