using LlmProxy.Core.Guardrails.Matching.Characters;

namespace LlmProxy.Core.Guardrails.Matching.Parsing;

/// <summary>Reads what stands for one character: an escape, a class in brackets, or the character itself.</summary>
internal sealed class ClassParser(PatternCursor cursor)
{
    /// <summary>Reads one.</summary>
    public CharSet Parse(PatternFlags flags)
    {
        if (cursor.TryTake("["))
            return Brackets(flags);
        if (cursor.TryTake("."))
            return flags.DotAll ? CharSet.All : CharSet.Of('\n').Complement();
        if (TryNamedClass(flags) is { } named)
            return named;
        return Fold(CharSet.Of(Character()), flags);
    }

    private static CharSet Fold(CharSet set, PatternFlags flags) => flags.IgnoreCase ? CaseVariants.Close(set) : set;

    private CharSet Brackets(PatternFlags flags)
    {
        var negated = cursor.TryTake("^");
        var listed = new List<(int, int)>();
        var named = CharSet.Empty;

        // A bracket that closes right at the beginning is a member, as in .NET.
        for (var isFirst = true; isFirst || !cursor.TryTake("]"); isFirst = false)
        {
            var start = cursor.Position;
            if (cursor.TryTake("-["))
                throw cursor.Error("a class cannot be subtracted from another; list what is wanted.", start);
            if (TryNamedClass(flags) is { } set)
                named = named.Union(set);
            else
                listed.Add(Range(flags));
        }

        var all = Fold(CharSet.OfRanges(listed), flags).Union(named);
        return negated ? all.Complement() : all;
    }

    private (int First, int Last) Range(PatternFlags flags)
    {
        var first = Character();
        var dash = cursor.Position;
        if (!cursor.TryTake("-"))
            return (first, first);
        if (cursor.Next is ']' or '[')
        {
            cursor.Return(dash);
            return (first, first);
        }

        if (TryNamedClass(flags) is not null)
            throw cursor.Error("a range cannot end with a class.", dash);
        var last = Character();
        return first <= last ? (first, last) : throw cursor.Error("a range must not run backwards.", dash);
    }

    private CharSet? TryNamedClass(PatternFlags flags)
    {
        var start = cursor.Position;
        if (!cursor.TryTake("\\"))
            return null;
        var letter = cursor.Next;
        var set = char.ToLowerInvariant(letter) switch
        {
            'd' => UnicodeSets.Digit,
            'w' => UnicodeSets.Word,
            's' => UnicodeSets.Space,
            'p' => CharSet.Empty,
            _ => null,
        };
        if (set is null)
        {
            cursor.Return(start);
            return null;
        }

        cursor.TakeCharacter();
        if (letter is 'p' or 'P')
            set = Category(flags);
        return char.IsAsciiLetterUpper(letter) ? set.Complement() : set;
    }

    private CharSet Category(PatternFlags flags)
    {
        cursor.Take("{");
        var start = cursor.Position;
        var name = "";
        while (!cursor.TryTake("}"))
            name += (char)cursor.TakeCharacter();

        // Either case of a letter, as in .NET: upper, lower and title case are one then.
        if (flags.IgnoreCase && name is ("Lu" or "Ll" or "Lt"))
            return UnicodeSets.Cased;
        return UnicodeSets.Named(name)
            ?? throw cursor.Error($"'{name}' is no general category of Unicode, such as L, Lu, N or Sc.", start);
    }

    private int Character()
    {
        var start = cursor.Position;
        var character = cursor.TakeCharacter();
        if (character != '\\')
            return character;
        var escaped = cursor.TakeCharacter();
        return escaped switch
        {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\f',
            'v' => '\v',
            'a' => '\a',
            'e' => 0x1B,
            '0' when !char.IsAsciiDigit(cursor.Next) => 0,
            'x' => cursor.TakeHex(2),
            'u' => cursor.TakeHex(4),
            >= '0' and <= '9' => throw cursor.Error("a reference back to a group cannot be matched in one pass.", start),
            < 128 when char.IsAsciiLetter((char)escaped) => throw cursor.Error($"'\\{(char)escaped}' has no meaning here.", start),
            _ => escaped,
        };
    }
}
