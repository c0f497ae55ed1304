using LlmProxy.Core.Guardrails.Matching;
using LlmProxy.Core.Guardrails.Matching.Automata;

namespace LlmProxy.Core.Tests.Guardrails.Matching.Automata;

public sealed class LazyDfaTests
{
    [Fact]
    public void Next_StepThrows_LeavesNothingForTheNextOne()
    {
        // A state of an automaton with more positions breaks the step of one with fewer, behind what its own start set has added: after "a" comes "b".
        var small = PatternSet.Compile([new PatternDefinition("p", "ab") { MaxLength = 10 }]);
        var large = PatternSet.Compile([new PatternDefinition("p", "acdefghij") { MaxLength = 10 }]);
        var other = large.SearchAutomaton.Current;
        var state = large.SearchAutomaton.Start(ref other, -1);
        foreach (var letter in "acdef")
            state = large.SearchAutomaton.Next(ref other, state, large.Alphabet.ClassOf(letter));
        Assert.ThrowsAny<Exception>(() => small.SearchAutomaton.Next(ref other, state, small.Alphabet.ClassOf('a')));

        var dfa = small.SearchAutomaton;
        var cache = dfa.Current;
        var after = dfa.Next(ref cache, dfa.Start(ref cache, -1), small.Alphabet.ClassOf('b'));

        Assert.Equal(0, after & StateFlags.Accepts);
    }
}
