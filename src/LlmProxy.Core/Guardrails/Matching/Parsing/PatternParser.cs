namespace LlmProxy.Core.Guardrails.Matching.Parsing;

/// <summary>Reads an expression; what it may consist of stands at <see cref="PatternDefinition"/>.</summary>
internal sealed class PatternParser
{
    private const int MaxCount = 1000;
    private const int MaxDepth = 64;

    private readonly PatternCursor _cursor;
    private readonly ClassParser _classes;
    private readonly AssertionParser _assertions;
    private int _depth;

    private PatternParser(PatternCursor cursor)
    {
        _cursor = cursor;
        _classes = new ClassParser(cursor);
        _assertions = new AssertionParser(cursor, _classes);
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="PatternException">It has an error, or asks for what cannot be matched in one pass.</exception>
    public static PatternNode Parse(string patternId, string expression, bool ignoreCase)
    {
        var parser = new PatternParser(new PatternCursor(patternId, expression));
        var node = parser.Choice(new PatternFlags(ignoreCase));
        return parser._cursor.IsAtEnd ? node : throw parser._cursor.Error("')' closes no group.");
    }

    private PatternNode Choice(PatternFlags flags)
    {
        if (++_depth > MaxDepth)
            throw _cursor.Error($"groups can be nested {MaxDepth} deep at most.");
        List<PatternNode> options = [];
        do
            options.Add(Sequence(ref flags));
        while (_cursor.TryTake("|"));
        _depth--;
        return options.Count == 1 ? options[0] : new ChoiceNode(options);
    }

    private SequenceNode Sequence(ref PatternFlags flags)
    {
        List<PatternNode> parts = [];
        while (!_cursor.IsAtEnd && _cursor.Next is not ('|' or ')'))
        {
            if (!TryFlags(ref flags))
                parts.Add(Repeated(Single(flags)));
        }

        return new(parts);
    }

    private PatternNode Single(PatternFlags flags)
    {
        if (_assertions.TryParse(flags) is { } assertion)
            return assertion;
        if (_cursor.Next is '*' or '+' or '?')
            throw _cursor.Error($"'{_cursor.Next}' has nothing to repeat.");
        return _cursor.Next == '(' ? Group(flags) : new CharNode(_classes.Parse(flags));
    }

    private PatternNode Group(PatternFlags flags)
    {
        var start = _cursor.Position;
        _cursor.Take("(");
        if (_cursor.TryTake("?") && !_cursor.TryTake(":"))
        {
            flags = Flags(flags);
            if (_cursor.TryTake("<"))
                SkipName();
            else if (!_cursor.TryTake(":"))
                throw _cursor.Error("only (?:…), (?<name>…), the flags i, s, m and assertions on one character can begin with '(?'.", start);
        }

        var inside = Choice(flags);
        return _cursor.TryTake(")") ? inside : throw _cursor.Error("the group is not closed.", start);
    }

    private void SkipName()
    {
        while (!_cursor.TryTake(">"))
        {
            if (!char.IsAsciiLetterOrDigit(_cursor.Next) && _cursor.Next != '_')
                throw _cursor.Error("a group's name has letters, digits and '_'.");
            _cursor.TakeCharacter();
        }
    }

    /// <summary>Flags for the rest of a group: <c>(?i)</c>.</summary>
    private bool TryFlags(ref PatternFlags flags)
    {
        var start = _cursor.Position;
        if (!_cursor.TryTake("(?") || _cursor.Next is not ('i' or 's' or 'm' or '-'))
        {
            _cursor.Return(start);
            return false;
        }

        var set = Flags(flags);
        if (_cursor.TryTake(")"))
        {
            flags = set;
            return true;
        }

        _cursor.Return(start);
        return false;
    }

    private PatternFlags Flags(PatternFlags flags)
    {
        var value = true;
        while (true)
        {
            if (_cursor.TryTake("-"))
                value = false;
            else if (_cursor.TryTake("i"))
                flags = flags with { IgnoreCase = value };
            else if (_cursor.TryTake("s"))
                flags = flags with { DotAll = value };
            else if (_cursor.TryTake("m"))
                flags = flags with { Lines = value };
            else
                return flags;
        }
    }

    private PatternNode Repeated(PatternNode node)
    {
        var start = _cursor.Position;
        if (TryCount() is not { } count)
            return node;
        if (_cursor.Next is '?' or '+')
            throw _cursor.Error("a lazy or possessive count has no meaning here: the longest match is always taken.");
        if (count.Max < count.Min)
            throw _cursor.Error("a count must not run backwards.", start);
        var behind = _cursor.Position;
        if (TryCount() is not null)
            throw _cursor.Error("a count cannot follow a count; use a group.", behind);
        return new RepeatNode(node, count.Min, count.Max, start);
    }

    private (int Min, int? Max)? TryCount()
    {
        if (_cursor.TryTake("*"))
            return (0, null);
        if (_cursor.TryTake("+"))
            return (1, null);
        if (_cursor.TryTake("?"))
            return (0, 1);
        var start = _cursor.Position;
        if (_cursor.TryTake("{") && _cursor.TakeNumber(MaxCount) is { } min)
        {
            int? max = _cursor.TryTake(",") ? _cursor.TakeNumber(MaxCount) : min;
            if (_cursor.TryTake("}"))
                return (min, max);
        }

        // A brace that begins no count is itself, as in .NET.
        _cursor.Return(start);
        return null;
    }
}
