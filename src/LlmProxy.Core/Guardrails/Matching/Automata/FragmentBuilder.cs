using System.Diagnostics;
using LlmProxy.Core.Guardrails.Matching.Parsing;

namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>Turns expressions into positions and what can follow each.</summary>
/// <remarks>
/// The construction of McNaughton and Yamada (1960) and Glushkov (1961): every character of the expression is a state, and
/// there are no empty moves. A count is that many copies.
/// </remarks>
/// <param name="patternId">For errors.</param>
/// <param name="pattern">The pattern's index.</param>
/// <param name="positions">Where positions are added; a follower is an index in it.</param>
/// <param name="maxCount">
/// Counts above it lose their upper bound, and need no more than it: the automaton then matches more than the
/// expression does, with fewer states.
/// </param>
internal sealed class FragmentBuilder(string patternId, int pattern, List<Position> positions, int maxCount)
{
    /// <summary>The most positions of one pattern.</summary>
    public const int MaxPositions = 8192;

    private const int MaxLinks = 400_000;

    private readonly int _before = positions.Count;
    private int _links;

    /// <summary>Adds the positions of a piece.</summary>
    /// <exception cref="PatternException">It is too large.</exception>
    public Fragment Build(PatternNode node) => node switch
    {
        CharNode one => One(one),
        SequenceNode sequence => sequence.Parts.Aggregate(Fragment.Empty, (left, part) => Join(left, Build(part))),
        ChoiceNode choice => Choose([.. choice.Options.Select(Build)]),
        RepeatNode repeat => Repeat(repeat),
        _ => throw new UnreachableException($"{node.GetType().Name} has no rule."),
    };

    private Fragment One(CharNode node)
    {
        // What no character can match has no position, and what must contain it has no beginning or no end.
        if (node.Set.IsEmpty)
            return new([], [], false);
        if (positions.Count - _before >= MaxPositions)
            throw new PatternException(patternId, null, $"its counts make more than {MaxPositions} states of it; use smaller ones.");
        positions.Add(new Position(pattern, node.Set));
        return new([positions.Count - 1], [positions.Count - 1], false);
    }

    private Fragment Join(Fragment left, Fragment right)
    {
        Link(left.Last, right.First);
        return new(
            left.CanBeEmpty ? [.. left.First, .. right.First] : left.First,
            right.CanBeEmpty ? [.. left.Last, .. right.Last] : right.Last,
            left.CanBeEmpty && right.CanBeEmpty);
    }

    private static Fragment Choose(List<Fragment> options) => new(
        [.. options.SelectMany(option => option.First)],
        [.. options.SelectMany(option => option.Last)],
        options.Exists(option => option.CanBeEmpty));

    private Fragment Repeat(RepeatNode node)
    {
        var max = node.Max > maxCount ? null : node.Max;
        var min = Math.Min(node.Min, maxCount);
        if (max == 0)
            return Fragment.Empty;

        var whole = Build(node.Part);
        if (whole.CanBeEmpty)
            min = 0;
        var last = whole;
        var first = whole.First;
        List<int> ends = min <= 1 ? [.. whole.Last] : [];
        for (var copy = 2; copy <= (max ?? Math.Max(min, 1)); copy++)
        {
            var next = Build(node.Part);
            Link(last.Last, next.First);
            last = next;
            if (copy >= min)
                ends.AddRange(next.Last);
        }

        if (max is null)
            Link(last.Last, last.First);
        return new(first, ends, min == 0);
    }

    private void Link(List<int> from, List<int> to)
    {
        _links += from.Count * to.Count;
        if (_links > MaxLinks)
            throw new PatternException(patternId, null, "it has too many ways to go on; make several patterns of it.");
        foreach (var position in from)
        {
            foreach (var next in to)
            {
                if (!positions[position].Follow.Contains(next))
                    positions[position].Follow.Add(next);
            }
        }
    }
}
