namespace LlmProxy.Core.Guardrails.Matching.Parsing;

/// <summary>Splits an expression into branches, so that assertions stand at ends only.</summary>
/// <remarks><c>(?:^|\s)a+(?:\b|x)</c> becomes four branches; what has no assertion in it stays in one piece.</remarks>
internal sealed class BranchSplitter(string patternId)
{
    private const int MaxBranches = 64;

    /// <summary>Splits a whole expression.</summary>
    /// <exception cref="PatternException">An assertion stands in the middle; there are too many branches; nothing can match.</exception>
    public IReadOnlyList<PatternBranch> Split(PatternNode node)
    {
        // A branch without characters could match the empty text only, and a match is never empty.
        PatternBranch[] branches = [.. Branches(node).Where(branch => branch.Body is not null)];
        return branches.Length > 0
            ? branches
            : throw new PatternException(patternId, null, "it can match the empty text only; give it at least one character.");
    }

    private IReadOnlyList<PatternBranch> Branches(PatternNode node)
    {
        if (!node.HasAssertion)
            return node is SequenceNode { Parts.Count: 0 } ? [PatternBranch.Nothing] : [new([], node, [])];
        return node switch
        {
            AssertionNode assertion => [new([assertion], null, [])],
            ChoiceNode choice => Bounded([.. choice.Options.SelectMany(Branches)]),
            SequenceNode sequence => sequence.Parts.Aggregate<PatternNode, IReadOnlyList<PatternBranch>>(
                [PatternBranch.Nothing], (left, part) => Join(left, Branches(part))),
            RepeatNode { Min: 0, Max: 1 } optional => [PatternBranch.Nothing, .. Branches(optional.Part)],
            RepeatNode { Min: 1, Max: 1 } once => Branches(once.Part),
            RepeatNode repeat => throw new PatternException(
                patternId, repeat.Position, "an assertion cannot be repeated; take it out of the repeated group."),
            _ => throw new System.Diagnostics.UnreachableException($"{node.GetType().Name} has no rule."),
        };
    }

    private List<PatternBranch> Join(IReadOnlyList<PatternBranch> left, IReadOnlyList<PatternBranch> right) =>
        Bounded([.. left.SelectMany(first => right.Select(second => Join(first, second)))]);

    private PatternBranch Join(PatternBranch left, PatternBranch right)
    {
        if (left.Body is null)
            return new([.. AtBeginning(left.Before, right), .. right.Before], right.Body, right.After);
        if (right.Body is null)
            return left with { After = [.. left.After, .. AtEnd(right.Before)] };
        if (left.After.Concat(right.Before).FirstOrDefault() is { } inside)
            throw Misplaced(inside, "an assertion can stand at the beginning or the end of the expression only.");
        return new(left.Before, new SequenceNode([left.Body, right.Body]), right.After);
    }

    private IReadOnlyList<AssertionNode> AtBeginning(IReadOnlyList<AssertionNode> assertions, PatternBranch next) =>
        next.Body is not null && assertions.FirstOrDefault(a => a.Kind == AssertionKind.Ahead) is { } ahead
            ? throw Misplaced(ahead, "an assertion on what follows can stand at the end of the expression only.")
            : assertions;

    private IReadOnlyList<AssertionNode> AtEnd(IReadOnlyList<AssertionNode> assertions) =>
        assertions.FirstOrDefault(a => a.Kind == AssertionKind.Behind) is { } behind
            ? throw Misplaced(behind, "an assertion on what comes before can stand at the beginning of the expression only.")
            : assertions;

    private PatternException Misplaced(AssertionNode assertion, string problem) => new(patternId, assertion.Position, problem);

    private List<PatternBranch> Bounded(List<PatternBranch> branches) => branches.Count <= MaxBranches
        ? branches
        : throw new PatternException(patternId, null, $"its assertions give more than {MaxBranches} combinations; make several patterns of it.");
}
