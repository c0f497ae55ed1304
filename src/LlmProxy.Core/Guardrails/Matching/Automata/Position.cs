using LlmProxy.Core.Guardrails.Matching.Characters;

namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>One character of one pattern, once for each time that a count repeats it.</summary>
/// <param name="pattern">The pattern's index.</param>
/// <param name="set">The characters that it matches.</param>
internal sealed class Position(int pattern, CharSet set)
{
    /// <summary>The pattern's index.</summary>
    public int Pattern { get; } = pattern;

    /// <summary>The characters that it matches.</summary>
    public CharSet Set { get; } = set;

    /// <summary>The positions that can come next.</summary>
    public List<int> Follow { get; private set; } = [];

    /// <summary>The rules by which a match can end here after a word character, and after any other.</summary>
    public List<(AcceptRule AfterWord, AcceptRule AfterOther)> Accepts { get; private set; } = [];

    /// <summary>The same place, reached with fewer characters.</summary>
    public Position Narrowed(CharSet to) => new(Pattern, Set.Intersect(to)) { Follow = Follow, Accepts = Accepts };
}
