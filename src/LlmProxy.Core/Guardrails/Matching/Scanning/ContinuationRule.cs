using LlmProxy.Core.Guardrails.Matching.Automata;
using LlmProxy.Core.Guardrails.Matching.Characters;
using LlmProxy.Core.Guardrails.Matching.Parsing;

namespace LlmProxy.Core.Guardrails.Matching.Scanning;

/// <summary>A compiled <see cref="PatternContinuation"/>.</summary>
internal sealed class ContinuationRule
{
    private readonly bool[] _isBody;

    /// <summary>Compiles the continuation of a pattern.</summary>
    /// <exception cref="PatternException">Its body is no single class, or its end has assertions.</exception>
    public ContinuationRule(PatternDefinition definition, PatternContinuation continuation)
    {
        MaxLength = continuation.MaxLength;
        var body = Parse(definition, continuation.Body) is SequenceNode { Parts: [CharNode one] }
            ? one.Set
            : throw new PatternException(definition.Id, null, "the body of its continuation must be one class, such as [A-Za-z0-9_-].");
        if (continuation.Until is not { } until)
        {
            Alphabet = new Alphabet([body]);
        }
        else
        {
            var node = Parse(definition, until);
            if (node.HasAssertion)
                throw new PatternException(definition.Id, null, "the end of its continuation cannot have assertions.");
            PatternDefinition[] definitions = [new(definition.Id, until)];
            var conditions = new ConditionList();
            var automaton = new PositionAutomaton(definitions, [[new([], node, [])]], conditions, int.MaxValue);
            Alphabet = new Alphabet([body, UnicodeSets.Word, .. automaton.Positions.Select(position => position.Set)]);
            Until = new LazyDfa(
                automaton, new ClassTables(Alphabet, automaton), new ConditionTable(Alphabet, conditions.All), definitions, restarts: true);
        }

        _isBody = [.. Enumerable.Range(0, Alphabet.Count).Select(c => Alphabet.IsIn(body, c))];
    }

    /// <summary>The classes of the body and of its end.</summary>
    public Alphabet Alphabet { get; }

    /// <summary>Finds the end; <c>null</c>: only the body ends the match.</summary>
    public LazyDfa? Until { get; }

    /// <summary>The most bytes.</summary>
    public int MaxLength { get; }

    /// <summary>Whether the characters of a class belong to the body.</summary>
    public bool IsBody(int characterClass) => _isBody[characterClass];

    private static PatternNode Parse(PatternDefinition definition, string expression) =>
        PatternParser.Parse(definition.Id, expression, definition.IgnoreCase);
}
