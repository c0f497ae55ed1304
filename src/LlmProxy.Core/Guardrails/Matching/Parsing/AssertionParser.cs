using LlmProxy.Core.Guardrails.Matching.Characters;

namespace LlmProxy.Core.Guardrails.Matching.Parsing;

/// <summary>Reads assertions: boundaries, the ends of the text, and look-around of one character.</summary>
internal sealed class AssertionParser(PatternCursor cursor, ClassParser classes)
{
    /// <summary>Reads one.</summary>
    /// <returns><c>null</c>: something else comes next.</returns>
    public AssertionNode? TryParse(PatternFlags flags)
    {
        var start = cursor.Position;
        if (TryEdge(flags) is { } edge)
            return new(edge.Kind, edge.Condition, start);
        if (cursor.TryTake("\\b"))
            return new(AssertionKind.Boundary, CharCondition.Always, start);
        if (cursor.TryTake("\\B"))
            return new(AssertionKind.NoBoundary, CharCondition.Always, start);
        if (cursor.TryTake("(?<="))
            return new(AssertionKind.Behind, Around(AssertionKind.Behind, flags), start);
        if (cursor.TryTake("(?="))
            return new(AssertionKind.Ahead, Around(AssertionKind.Ahead, flags), start);
        if (cursor.TryTake("(?<!"))
            return new(AssertionKind.Behind, Not(Around(AssertionKind.Behind, flags)), start);
        if (cursor.TryTake("(?!"))
            return new(AssertionKind.Ahead, Not(Around(AssertionKind.Ahead, flags)), start);
        return null;
    }

    private static CharCondition Not(CharCondition condition) =>
        new(condition.Allowed.Complement(), !condition.AllowsEdge);

    private (AssertionKind Kind, CharCondition Condition)? TryEdge(PatternFlags flags)
    {
        var inLines = flags.Lines && cursor.Next is '^' or '$';
        var condition = new CharCondition(inLines && flags.Lines ? CharSet.Of('\n') : CharSet.Empty, true);
        if (cursor.TryTake("^") || cursor.TryTake("\\A"))
            return (AssertionKind.Behind, condition);
        if (cursor.TryTake("$") || cursor.TryTake("\\z"))
            return (AssertionKind.Ahead, condition);
        return null;
    }

    /// <summary>The inside of a look-around: one character or end, or several to choose from.</summary>
    private CharCondition Around(AssertionKind kind, PatternFlags flags)
    {
        var condition = new CharCondition(CharSet.Empty, false);
        do
        {
            var start = cursor.Position;
            if (TryEdge(flags) is not { } edge)
                condition = condition with { Allowed = condition.Allowed.Union(OneCharacter(flags)) };
            else if (edge.Kind == kind)
                condition = new(condition.Allowed.Union(edge.Condition.Allowed), true);
            else
                throw cursor.Error("the other end of the text cannot stand here.", start);
        }
        while (cursor.TryTake("|"));

        return cursor.TryTake(")")
            ? condition
            : throw cursor.Error("an assertion can look at one character only, such as (?<![\\w.]) or (?=\\s|$).");
    }

    private CharSet OneCharacter(PatternFlags flags) => cursor.Next is ')' or '(' or '|' or '*' or '+' or '?'
        ? throw cursor.Error("an assertion can look at one character only, such as (?<![\\w.]) or (?=\\s|$).")
        : classes.Parse(flags);
}
